import {deepEqual, equal, ok} from 'node:assert/strict'
import stringWidth from 'string-width'
import type {Host} from '../../src/lib/model/host.js'
import {containerCard} from '../../src/lib/model/networks/container-card.js'
import {networkCard} from '../../src/lib/model/networks/network-card.js'
import {networkBranches, networkRows} from '../../src/lib/model/networks/network-rows.js'
import {cardsText} from '../../src/lib/view/networks/card.js'
import {containerCardText} from '../../src/lib/view/networks/container-card.js'
import {networkTable} from '../../src/lib/view/networks/network-table.js'
import {networkTree} from '../../src/lib/view/networks/tree.js'
import {agoText, barText, countText} from '../../src/lib/view/text/amounts.js'
import {hostile, NOON, shop} from '../build/shop.js'
import {expectGolden} from '../harness/golden.js'

const look = (columns: number, colour = false) => ({columns, colour, now: NOON})

const views: Record<string, (host: Host, columns: number, colour?: boolean) => string> = {
  ls: (host, columns, colour) => networkTable(networkRows(host), {wide: false, noTrunc: false}, look(columns, colour)),
  'ls-wide': (host, columns, colour) =>
    networkTable(networkRows(host), {wide: true, noTrunc: false}, look(columns, colour)),
  'ls-tree': (host, columns, colour) => networkTree(networkBranches(host, networkRows(host)), look(columns, colour)),
  cards: (host, columns, colour) =>
    cardsText(
      host.networks.map((network) => networkCard(host, network)),
      look(columns, colour),
    ),
  'container-cards': (host, columns, colour) =>
    (host.containers.known ? host.containers.value : [])
      .map((container) => containerCardText(containerCard(host, container), look(columns, colour)))
      .join('\n'),
}

describe('views for people', () => {
  for (const [name, view] of Object.entries(views)) {
    for (const columns of [60, 80, 200]) {
      it(`${name} at ${columns} columns`, () => expectGolden(`view/${name}-${columns}`, view(shop(), columns)))
    }

    it(`${name}: no line is wider than the terminal`, () => {
      for (const host of [shop(), hostile()]) {
        for (const columns of [50, 60, 80, 120, 200]) {
          const wide = view(host, columns)
            .split('\n')
            .filter((line) => stringWidth(line) > columns)
          deepEqual(wide, [])
        }
      }
    })

    it(`${name}: colours change no character`, () => {
      for (const columns of [60, 80, 200]) {
        const coloured = view(shop(), columns, true)
        ok(coloured.includes('\u001b['))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
        equal(coloured.replace(/\u001b\[\d+m/g, ''), view(shop(), columns))
      }
    })

    it(`${name}: what other people wrote reaches the terminal without control characters`, () => {
      const text = view(hostile(), 80)
      deepEqual(text.match(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu), null)
      ok(text.includes(String.raw`\x1b[31mred`))
    })

    it(`${name}: a host without networks and containers`, () => {
      equal(typeof view({...shop(), networks: [], containers: {known: true, value: []}}, 80), 'string')
    })
  }

  it('columns stay straight under wide and combining characters', () => {
    const lines = views.ls?.(hostile(), 200).trimEnd().split('\n').slice(1) ?? []
    const starts = lines.map((line) => stringWidth(line.slice(0, line.indexOf('local'))))
    equal(new Set(starts).size, 1)
  })
})

describe('amounts', () => {
  it('counts up to seven digits in full, larger ones as the nearest power of two', () => {
    deepEqual([0n, 65531n, 9_999_999n, 16_777_213n, 2n ** 64n - 2n].map(countText), [
      '0',
      '65531',
      '9999999',
      '2^24',
      '2^64',
    ])
  })

  it('a bar shows the first address used, and the last one free', () => {
    deepEqual(
      [barText(0n, 10n, 4), barText(1n, 10_000n, 4), barText(5n, 5n, 4), barText(9999n, 1n, 4), barText(4n, 0n, 4)],
      ['░░░░', '█░░░', '██░░', '███░', '████'],
    )
  })

  it('ages in their largest whole unit', () => {
    const ago = (seconds: number) => agoText(new Date(NOON - seconds * 1000).toISOString(), NOON)
    deepEqual([-5, 0, 1, 59, 60, 7200, 86_400 * 3, 604_800 * 2, 86_400 * 70, 86_400 * 800].map(ago), [
      'just now',
      'just now',
      '1 second ago',
      '59 seconds ago',
      '1 minute ago',
      '2 hours ago',
      '3 days ago',
      '2 weeks ago',
      '2 months ago',
      '2 years ago',
    ])
    equal(agoText('0001-01-01T00:00:00Z', NOON), '')
    equal(agoText('nonsense', NOON), '')
  })
})
