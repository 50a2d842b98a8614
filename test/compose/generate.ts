// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {seeded} from '../harness/many.js'

/** Compose projects made up from a seed, weighted towards what is legal but seldom written. */

export interface GeneratedProject {
  /** Path to text. */
  readonly contents: Readonly<Record<string, string>>
  /** Those given with `-f`, in order. */
  readonly files: readonly string[]
  readonly profiles: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

class Dice {
  private readonly random: () => number

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  chance = (probability: number): boolean => this.random() < probability
  int = (first: number, last: number): number => first + Math.floor(this.random() * (last - first + 1))

  pick<T>(list: readonly T[]): T {
    const value = list[this.int(0, list.length - 1)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
}

const SERVICES = ['web', 'api', 'db', 'cache'] as const
const NETWORKS = ['front', 'back', 'default'] as const
const ADDRESSES = ['127.0.0.1', '0.0.0.0', '10.1.2.3', '[::1]', '[::]'] as const

/** What Compose refuses, each for a reason of its own. */
const BAD_PORTS = [
  '"127.0.1:80:80"',
  '"80/xyz"',
  '"100-102:80-81"',
  '"${UNSET:?must be set}:80"',
  '80.5',
  '[80]',
  '{published: 80}',
  '{target: 80-82}',
  '"70000"',
  '"80:0"',
  '"${bad!}:80"',
] as const

function port(dice: Dice): string {
  if (dice.chance(0.004)) return dice.pick(BAD_PORTS)
  const first = dice.int(1, 6) * 100
  const target = dice.pick([80, 443, 53, 8080])
  const protocol = dice.pick(['', '', '', '/udp', '/tcp', '/sctp', '/UDP'])
  const forms: (() => string)[] = [
    () => `${target}`,
    () => `"${first}:${target}${protocol}"`,
    () => `"${first}:${target}${protocol}"`,
    () => `${first}:${target}`,
    () => `"${dice.pick(ADDRESSES)}:${first}:${target}${protocol}"`,
    () => `"${dice.pick(ADDRESSES)}::${target}"`,
    () => `"${first}-${first + 2}:${target}-${target + 2}${protocol}"`,
    () => `"${first}-${first + 5}:${target}"`,
    () => `"${target}-${target + 2}${protocol}"`,
    () => `"\${${dice.pick(['PORT', 'UNSET', 'EMPTY'])}:-${first}}:${target}"`,
    () => `"\${PORT-7}:${target}"`,
    () => `"\${HOST:+127.0.0.1:}${first}:${target}"`,
    () => `"\${UNSET:-\${PORT:-9}}:${target}"`,
    () => `"${first}:\${EMPTY:-$PORT}"`,
    () => `"\${UNSET}:${target}"`,
    () => `{target: ${target}, published: ${first}}`,
    () => `{target: ${target}, published: "${first}", protocol: ${dice.pick(['tcp', 'udp'])}}`,
    () =>
      `{target: "${target}", published: "${first}-${first + 2}", host_ip: 127.0.0.1, mode: ${dice.pick(['host', 'ingress'])}}`,
    () => `{target: $PORT, name: x, app_protocol: http}`,
    () => `0x50`,
    () => `"0:${target}"`,
  ]
  return dice.pick(forms)()
}

/** @param earlier services that this one may extend */
function service(dice: Dice, name: string, base: boolean, earlier: readonly string[]): string[] {
  const lines = [`  ${name}:`]
  lines.push('    image: x')
  if (earlier.length > 0 && dice.chance(0.25)) lines.push(`    extends: ${dice.pick(earlier)}`)
  else if (dice.chance(0.15)) lines.push('    extends:', '      service: web', '      file: common/extend.yaml')
  if (dice.chance(0.8)) {
    // Compose 2.40.3 forgets a !reset beside extends when a third service extends this one; later ones do not.
    const tags = ['', '', '', ' !override', ...(lines.some((line) => line.includes('extends')) ? [] : [' !reset'])]
    const tag = base ? '' : dice.pick(tags)
    const count = dice.int(0, 4)
    if (count === 0) lines.push(`    ports:${tag} []`)
    else lines.push(`    ports:${tag}`, ...Array.from({length: count}, () => `      - ${port(dice)}`))
  }
  if (dice.chance(0.35)) {
    const tag = base ? '' : dice.pick(['', '', ' !override'])
    if (dice.chance(0.5)) lines.push(`    networks:${tag} [${dice.pick(NETWORKS)}]`)
    else lines.push(`    networks:${tag}`, `      ${dice.pick(NETWORKS)}:`, `        ${dice.pick(ENDPOINTS)}`)
  } else if (dice.chance(0.12)) lines.push(`    network_mode: ${dice.pick(['host', 'none', 'bridge', 'service:web'])}`)
  if (dice.chance(0.2)) lines.push(`    profiles: [${dice.pick(['debug', 'test'])}]`)
  if (dice.chance(0.15)) lines.push(`    scale: ${dice.pick(['2', '"3"', '$PORT', '0'])}`)
  if (dice.chance(0.15)) lines.push(`    deploy: {replicas: ${dice.pick(['2', '"3"', '0'])}}`)
  return lines
}

const ENDPOINTS = [
  'aliases: [a]',
  'ipv4_address: 10.1.0.9',
  'ipv6_address: "fd00::$PORT"',
  'gw_priority: 1',
  'gw_priority: "1"',
]

/** One to three subnets, each with some of the other fields; a subnet may stand there twice. */
function ipam(dice: Dice): string {
  const subnets = Array.from({length: dice.int(1, 4)}, () => {
    const n = dice.int(1, 4)
    const fields = [
      ...(dice.chance(0.9) ? [`subnet: 10.${n}.0.0/16`] : []),
      ...(dice.chance(0.4) ? [`gateway: 10.${n}.0.${dice.int(1, 9)}`] : []),
      ...(dice.chance(0.4) ? [`ip_range: 10.${n}.1.0/24`] : []),
      ...(dice.chance(0.3) ? [`aux_addresses: {${dice.pick(['a', 'b'])}: 10.${n}.0.${dice.int(10, 99)}}`] : []),
    ]
    return `{${fields.join(', ')}}`
  })
  const driver = dice.chance(0.3) ? 'driver: default, ' : ''
  return `ipam: {${driver}config: [${subnets.join(', ')}]}`
}

function networks(dice: Dice): string[] {
  const entries = {
    front: dice.pick(['  front:', '  front: {name: outer, external: true}', '  front: {driver_opts: {a: 1}}']),
    back: dice.pick([
      '  back: {external: true}',
      `  back: {name: "b-$PORT", ${ipam(dice)}}`,
      `  back: {internal: "yes", ${ipam(dice)}}`,
    ]),
    default: dice.pick(['  default: {name: dflt}', '  default:', '  default: {driver: bridge}']),
  }
  return ['networks:', entries.front, entries.back, ...(dice.chance(0.5) ? [entries.default] : [])]
}

function file(dice: Dice, base: boolean, withNetworks: boolean, includes: readonly string[]): string {
  const lines: string[] = []
  if (dice.chance(0.2)) lines.push(`name: ${dice.pick(['Pro.ject', 'p-$PORT', '_x'])}`)
  if (includes.length > 0) lines.push('include:', ...includes)
  const names = SERVICES.filter((name) => (base && name === 'web') || dice.chance(base ? 0.9 : 0.5))
  if (names.length > 0)
    lines.push('services:', ...names.flatMap((name, i) => service(dice, name, base, names.slice(0, i))))
  if (withNetworks) lines.push(...networks(dice))
  return `${lines.join('\n')}\n`
}

const INCLUDES = [
  ['  - inc/compose.yaml'],
  ['  - path: inc/compose.yaml'],
  ['  - path: [inc/compose.yaml, inc/more.yaml]'],
  ['  - path: inc/compose.yaml', '    env_file: other.env'],
  ['  - path: inc/compose.yaml', '    project_directory: common'],
  ['  - ${INCLUDED:-inc/compose.yaml}'],
] as const

const INCLUDED = (dice: Dice): string =>
  `services:\n${service(dice, 'included', true, [])
    .filter((line) => !/extends|service: web|file: common/.test(line))
    .join('\n')}\n${dice.chance(0.5) ? '' : networks(dice).join('\n')}\n`

export function generateProject(seed: number): GeneratedProject {
  const dice = new Dice(seed)
  const include = dice.chance(0.3) ? dice.pick(INCLUDES) : []
  const contents: Record<string, string> = {
    'compose.yaml': file(dice, true, dice.chance(0.9), include),
    'common/extend.yaml': file(dice, true, false, []),
    'other.env': 'PORT=7777\nUNSET=1111\n',
  }
  const files = ['compose.yaml']
  if (dice.chance(0.5)) {
    contents['over.yaml'] = file(dice, false, dice.chance(0.2), [])
    files.push('over.yaml')
  }
  if (include.length > 0) {
    contents['inc/compose.yaml'] = INCLUDED(dice)
    contents['inc/more.yaml'] = 'services:\n  included:\n    ports: [81]\n'
    if (dice.chance(0.5)) contents['inc/.env'] = 'PORT=6060\nUNSET=6161\n'
  }
  if (dice.chance(0.5))
    contents['.env'] = dice.pick(['PORT=5050\n', 'export PORT=\'4040\' # x\nHOST="a b"\n', 'EMPTY=\nPORT: 3030\n'])
  return {
    contents,
    files,
    profiles: dice.chance(0.3) ? [dice.pick(['debug', 'test', '*'])] : [],
    environment: dice.chance(0.5) ? {PORT: '2020', EMPTY: ''} : {},
  }
}
