import {deepEqual, equal, match} from 'node:assert/strict'
import {addr, container, endpoint, hostWith, network, subnet} from '../build/host.js'
import {hostile, shop} from '../build/shop.js'
import {expectGolden} from '../harness/golden.js'
import {LONG} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'
import {snapshotFile, threeDaysOld} from '../harness/snapshot-file.js'
import {KEY, openTerminal, type TerminalOptions} from '../harness/terminal.js'

const views: Record<string, readonly string[]> = {
  ls: ['ls'],
  'ls-wide': ['ls', '--wide', '--sort', 'used'],
  'ls-tree': ['ls', '--tree'],
  card: ['inspect', 'web', 'mesh'],
  'container-card': ['inspect', '--container', 'shop-api-1'],
  who: ['who', 'shop'],
  dns: ['dns', 'back'],
}

async function screenOf(words: readonly string[], options: Partial<TerminalOptions>) {
  const terminal = openTerminal(words, {columns: 80, rows: 200, ...options})
  try {
    const exit = await terminal.ended
    return {exit, screen: terminal.screen(), bytes: terminal.bytes()}
  } finally {
    terminal.close()
  }
}

describe('screens', () => {
  const files: ReturnType<typeof snapshotFile>[] = []
  const from = (host: ReturnType<typeof shop>): string[] => {
    const file = snapshotFile(host)
    files.push(file)
    return ['--from', file.path]
  }
  after(() => {
    for (const file of files) file.remove()
  })

  for (const [name, words] of Object.entries(views)) {
    for (const columns of [60, 80, 200]) {
      // What is cut is told by the number of letters, so that colours may go wrong where least fits.
      const inColour = LONG || columns === 60
      it(`${name} at ${columns} columns${inColour ? ', the same with and without colour' : ''}`, async () => {
        const host = from(threeDaysOld(shop()))
        const dated = (screen: string) => screen.replace(/\(\d{4}-\d\d-\d\d [\d:]+ UTC\)/g, '(2026-01-28 12:00:00 UTC)')
        const plain = await screenOf([...words, ...host], {columns, env: {NO_COLOR: '1'}})
        expectGolden(`terminal/${name}-${columns}`, dated(plain.screen))
        deepEqual([plain.exit, plain.bytes.includes('\u001b[')], [0, false])
        if (!inColour) return
        const coloured = await screenOf([...words, ...host], {columns})
        deepEqual([coloured.exit, coloured.screen], [0, plain.screen])
        equal(coloured.bytes.includes('\u001b[1m'), true)
      })
    }

    it(`${name}: nothing that other people wrote breaks out`, async () => {
      const given = name.startsWith('container') || name === 'card' || name === 'who' || name === 'dns'
      const host = from(hostile())
      const evil = '\u001b[31mred\u001b]0;title\u0007'
      const asked = given ? [...words.slice(0, name.startsWith('container') ? 2 : 1), evil] : words
      const {bytes} = await screenOf([...asked, ...host], {columns: 60})
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
      deepEqual(bytes.replace(/\u001b\[\d+m/g, '').match(/[^\P{Cc}\r\n]|[\u202a-\u202e\u2066-\u2069]/gu), null)
    })
  }

  it('a pipe gets no colour and nothing cut', async () => {
    const {stdout} = await runDnet(['ls', '--wide', ...from(hostile())])
    equal(stdout.includes('\u001b'), false)
    match(stdout, /x{200}/)
    equal(stdout.includes('…'), false)
  })
})

describe('the pager', () => {
  let file: ReturnType<typeof snapshotFile>
  before(() => {
    const lan = network('lan', {subnets: [subnet('10.9.0.0/16', '10.9.0.1')]})
    const containers = Array.from({length: 300}, (_, i) =>
      container(`c${i}`, [endpoint(lan, {ipv4: addr(`10.9.${1 + (i >> 8)}.${i & 255}`)})], {
        id: String(i).padStart(64, '0'),
      }),
    )
    file = snapshotFile(hostWith([lan], {containers}))
  })
  after(() => file.remove())

  const words = () => ['inspect', 'lan', '--from', file.path]

  it('takes what is longer than the terminal', async () => {
    const env = {DNET_PAGER: "sh -c 'wc -l; read -r key </dev/tty; echo left with $key'", NO_COLOR: '1'}
    const terminal = openTerminal(words(), {columns: 80, rows: 24, env})
    try {
      await terminal.until(/\d{3}/)
      terminal.type(`q${KEY.enter}`)
      equal(await terminal.ended, 0)
      match(terminal.screen(), /left with q/)
    } finally {
      terminal.close()
    }
  })

  for (const [why, extra, env] of [
    ['--no-pager', ['--no-pager'], {DNET_PAGER: 'echo paged'}],
    ['an empty PAGER', [], {PAGER: ''}],
    ['a pager that is not there', [], {PAGER: 'no-such-pager-anywhere'}],
  ] as const) {
    it(`${why}: all of it is written`, async () => {
      const {exit, screen} = await screenOf([...words(), ...extra], {
        columns: 80,
        rows: 24,
        env: {NO_COLOR: '1', ...env},
      })
      equal(exit, 0)
      match(screen, /300 running, 0 not running/)
      match(screen, /c299/)
      equal(screen.includes('paged'), false)
    })
  }

  it('is not there for what fits', async () => {
    const {screen} = await screenOf(['ls', '--from', file.path], {columns: 80, rows: 24, env: {PAGER: 'echo paged'}})
    equal(screen.includes('paged'), false)
  })

  it('may be left before the end', async () => {
    const {exit} = await screenOf(words(), {columns: 80, rows: 24, env: {PAGER: 'head -1'}})
    equal(exit, 0)
  })
})
