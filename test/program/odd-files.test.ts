// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual, equal, match, ok} from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {snapshotText} from '../../src/lib/model/snapshot/snapshot.js'
import {shop} from '../build/shop.js'
import {Dice, many, SEED} from '../harness/many.js'
import {runDnet, startDnet} from '../harness/run-dnet.js'

const CASES = many(60, 1000)

const CONTEXT = createHash('sha256').update('lab').digest('hex')

/** Where dnet reads a file, and what is in one. The words stand behind `dnet`; files are below the folder. */
const PLACES: readonly {readonly file: string; readonly text: string; readonly words: readonly string[]}[] = [
  {file: 'host.json', text: snapshotText(shop(), {labels: true}), words: ['ls', '--wide', '--from', 'host.json']},
  {
    file: 'compose.yaml',
    text: 'name: shop\nservices:\n  web: &web\n    image: x\n    ports: ["8080-8081:80", {target: 90, published: "${P:-91}"}]\n    networks: {n: {ipv4_address: 10.1.0.9}}\n  db: {extends: web, depends_on: [web]}\nnetworks:\n  n: {ipam: {config: [{subnet: 10.1.0.0/24}]}}\n',
    words: ['ports', 'check', '--from', 'sound.json', '--compose', 'compose.yaml'],
  },
  {
    file: '.env',
    text: 'P=92\nexport Q=\'a b\'\nR="${P}x"\n',
    words: ['ports', 'check', '--from', 'sound.json', '--compose', 'sound.yaml'],
  },
  {
    file: 'networks.txt',
    text: '# plan\nweb=50\ndb=/28\n',
    words: ['plan', '--from', 'sound.json', '--file', 'networks.txt'],
  },
  {
    file: 'plan.json',
    text: '{"networks":[{"name":"web","subnets":["10.64.0.0/26"]}]}',
    words: ['plan', '--from', 'sound.json', '--keep', 'plan.json', 'web=50'],
  },
  {
    file: 'docker/config.json',
    text: '{"networksFormat":"{{.Name}}","HttpHeaders":{"A":"b"},"pruneFilters":["label=x"]}',
    words: ['ls', '--from', 'sound.json'],
  },
  {
    file: `docker/contexts/meta/${CONTEXT}/meta.json`,
    text: '{"Name":"lab","Endpoints":{"docker":{"Host":"tcp://127.0.0.1:1","SkipTLSVerify":false}}}',
    words: ['--context', 'lab', 'ls'],
  },
  {
    file: 'config/dnet/config.yaml',
    text: 'pools: [10.64.0.0/10]\navoid: [10.0.0.0/8]\nlabels: {a: b}\n',
    words: ['plan', '--from', 'sound.json', 'web=50'],
  },
]

const ODD: readonly (readonly [what: string, make: (path: string) => void])[] = [
  ['a folder', (path) => mkdirSync(path)],
  ['a loop of links', (path) => symlinkSync(path, path)],
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ['a device without end', (path) => symlinkSync('/dev/zero', path)],
  ['no UTF-8', (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]))],
  ['a line of 1 MB', (path) => writeFileSync(path, 'x'.repeat(2 ** 20))],
  ['brackets without end', (path) => writeFileSync(path, '['.repeat(100_000))],
  ['control characters', (path) => writeFileSync(path, '\u001b[31m\u0007\u0000\r\n{{{')],
]

/** A text with something wrong in it. */
function spoilt(dice: Dice, text: string): string {
  const at = dice.below(text.length + 1)
  const odd = [
    '\u0000',
    '\u001b[2J',
    '\u202e',
    '{',
    ']',
    '"',
    "'",
    ': ',
    '\n',
    '\t',
    '&a ',
    '*a',
    '<<: ',
    '!reset ',
    '${',
    '$',
    '99999999999',
    '-1',
    '#',
    '%',
    '|',
    '\ufeff',
  ]
  switch (dice.below(6)) {
    case 0:
      return text.slice(0, at)
    case 1:
      return text.slice(0, at) + dice.pick(odd).repeat(1 + dice.below(30)) + text.slice(at)
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + dice.below(20))
    case 3:
      return text.slice(0, at) + text.slice(dice.below(text.length)) + text.slice(at)
    case 4:
      return text.replace(/\w+/g, (word) =>
        dice.chance(0.1) ? dice.pick(['null', '7', 'true', '[]', '{}', '"x"', '~', word]) : word,
      )
    default:
      return Array.from({length: dice.below(200)}, () => String.fromCharCode(dice.below(256))).join('')
  }
}

describe('files that dnet reads', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnet-odd-'))
    writeFileSync(join(folder, 'sound.json'), snapshotText(shop(), {labels: true}))
    writeFileSync(join(folder, 'sound.yaml'), 'services: {web: {image: x, ports: ["${P:-1}:80"]}}\n')
  })
  after(() => rmSync(folder, {recursive: true, force: true}))

  const env = () => ({DOCKER_CONFIG: join(folder, 'docker'), XDG_CONFIG_HOME: join(folder, 'config'), HOME: folder})

  /** Runs the command with that file, and says what is wrong with how it ends. */
  async function endOf(file: string, words: readonly string[], make: (path: string) => void): Promise<string> {
    const path = join(folder, file)
    mkdirSync(dirname(path), {recursive: true})
    make(path)
    try {
      const began = performance.now()
      const {exit, stdout, stderr} = await runDnet(words, env(), '', folder)
      const took = performance.now() - began
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
      const odd = /\n {4}at |[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e]/.test(`${stdout}${stderr}`)
      const isFine = typeof exit === 'number' && exit <= 6 && !odd && took < 60_000
      return isFine ? '' : `dnet ${words.join(' ')}: exit ${exit}, ${Math.round(took)} ms\n${stderr.slice(0, 500)}`
    } finally {
      rmSync(path, {recursive: true, force: true})
    }
  }

  for (const {file, words} of PLACES)
    for (const [what, make] of ODD) it(`${file} may be ${what}`, async () => equal(await endOf(file, words, make), ''))

  it(`may be spoilt in any way: ${CASES} files (seed ${SEED})`, async function () {
    this.timeout(0)
    const dice = new Dice(SEED)
    const failed: string[] = []
    for (let n = 0; n < CASES; n++) {
      const {file, text, words} = dice.pick(PLACES)
      const bad = spoilt(dice, text)
      const end = await endOf(file, words, (path) => writeFileSync(path, bad))
      if (end !== '') failed.push(`${end}\n${JSON.stringify(bad.slice(0, 600))}`)
    }
    ok(failed.length === 0, `${failed.length} of ${CASES}:\n${failed.join('\n\n')}`)
  })

  for (const words of [['plan', '--file', '-'], ['ls', '--from', '-'], ['explain']])
    it(`an interrupt ends dnet ${words.join(' ')}, which waits for its input`, async () => {
      const {child, ended} = startDnet(words, env(), folder)
      // More than a pipe holds: it is written once some of it was read.
      await new Promise((resolve) => child.stdin?.write('x'.repeat(300_000), resolve))
      child.kill('SIGINT')
      const {exit, stderr} = await ended
      deepEqual([exit, stderr.includes('INTERRUPTED')], [130, true])
    })

  it('is told what is in the way of a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    const {exit, stderr} = await runDnet(['plan', '--file', 'pipe'], env(), '', folder)
    equal(exit, 2)
    match(stderr, /^Error: cannot read pipe: it is a pipe, not a file\n/)
  })
})
