import {deepEqual} from 'node:assert/strict'
import {runDnet} from '../harness/run-dnet.js'

/** What would be taken and ignored is refused, before any engine is asked. */
describe('a flag that would have no effect', () => {
  const refused: [argv: string, message: string][] = [
    ['subnets --free /24 --map', '--map has no effect together with --free'],
    ['subnets --free /24 --wide', '--wide has no effect together with --free'],
    ['ls --tree --wide', '--wide has no effect together with --tree'],
    ['ls --quiet --tree', '--tree has no effect together with --quiet'],
    ['ls --quiet --wide', '--wide has no effect together with --quiet'],
    ['ls --tree --format {{.Name}}', '--tree has no effect together with --format'],
    ['ls --wide --format {{.Name}}', '--wide has no effect together with --format'],
    ['prune --keep-stopped --include-stopped', '--keep-stopped has no effect together with --include-stopped'],
    ['connect --strict --no-check web db', '--strict has no effect together with --no-check'],
    ['disconnect --strict --no-check web db', '--strict has no effect together with --no-check'],
    ['rm --strict --no-check web', '--strict has no effect together with --no-check'],
    ['link --strict --no-check app db', '--strict has no effect together with --no-check'],
    ['ports check --profile dev 80:80', '--profile has no effect without --compose'],
    ['ports check --network web --container app', '--network has no effect without a SPEC'],
    ['ports check --format json --json 80:80', '--format has no effect together with --json'],
    ['ports --wide --format {{.Holder}}', '--wide has no effect together with a --format that is not table'],
    ['plan --growth 2x web=/28', '--growth has no effect on sizes such as /28'],
    ['plan --pool fd00::/48 web=50', 'no IPv6 subnet is looked for in --pool fd00::/48'],
    ['plan --ipv4=false --ipv6 --pool 10.0.0.0/8 web=50', 'no IPv4 subnet is looked for in --pool 10.0.0.0/8'],
    ['create --pool 10.0.0.0/8 --subnet 10.9.0.0/24 x', 'no IPv4 subnet is looked for in --pool 10.0.0.0/8'],
  ]
  for (const [argv, message] of refused)
    it(argv, async () => {
      const {exit, stdout, stderr} = await runDnet(argv.split(' '), {DOCKER_HOST: 'unix:///nonexistent'})
      const told =
        stdout === '' ? /^Error: (.*)$/m.exec(stderr)?.[1] : (JSON.parse(stdout) as {error: Error}).error.message
      deepEqual([exit, told], [2, message])
    })

  const taken = [
    'ls --tree --wide=false',
    'ls --tree --wide --json',
    'ls --sort name --quiet',
    'prune --keep-stopped --include-stopped=false --force',
    'plan --growth 2x web=/28 db=50',
    'ports --wide',
  ]
  for (const argv of taken)
    it(`has one: ${argv}`, async () => {
      const {exit} = await runDnet(argv.split(' '), {DOCKER_HOST: 'unix:///nonexistent'})
      deepEqual(exit, 5)
    })
})
