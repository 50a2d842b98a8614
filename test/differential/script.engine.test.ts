import {deepEqual, match} from 'node:assert/strict'
import {fileURLToPath} from 'node:url'
import {builtDnet, referenceCli} from '../harness/docker-cli.js'
import {mapped, readState} from '../harness/engine-state.js'
import {engineWithoutRules, type TestEngine} from '../harness/fixture.js'
import {OWN_PROCESS} from '../harness/warm-dnet.js'
import {type Given, running, wipe} from './given.js'
import {runCommand} from './programs.js'

const SCRIPT = fileURLToPath(new URL('setup-and-teardown.sh', import.meta.url))
const containers: Given = [running('web'), running('db')]

/** Run beside the tests of commands in processes of their own, since that is what a script is made of. */
if (OWN_PROCESS)
  describe('a script for docker network', () => {
    let engine: TestEngine | undefined
    before(async () => {
      engine = await engineWithoutRules()
    })
    after(() => engine && wipe(engine))

    it('does the same with dnet in its place', async () => {
      const on = await engineWithoutRules()
      const docker = await play(on, [...(await referenceCli()).command, 'network'])
      deepEqual(docker.exits, [0, 0])
      match(docker.up.stdout, /shop: the overlap was refused\n(.|\n)*shop: the back is closed\n$/)
      match(docker.down.stdout, /shop: all gone\n$/)
      const dnet = await play(on, builtDnet().command)
      deepEqual(dnet, docker)
    })
  })

interface Step {
  readonly stdout: string
  readonly state: readonly string[]
}

/**
 * What the script prints and leaves, after it set all up and after it took all down, and its exits. On stderr dnet
 * says more than Docker: it warns of what the script brings about.
 */
async function play(on: TestEngine, command: readonly string[]): Promise<{up: Step; down: Step; exits: object}> {
  await wipe(on)
  for (const step of containers) await step.make(on)
  const env = {NETWORK: command.map((word) => `'${word}'`).join(' '), DOCKER_HOST: on.host}
  const exits: (number | string)[] = []
  const act = async (...steps: string[]): Promise<Step> => {
    const {exit, stdout} = await runCommand(['bash', SCRIPT], steps, {stdin: '', env, config: undefined})
    exits.push(exit)
    const state = await readState(on)
    return {stdout, state: mapped(state.text, [state]).split('\n')}
  }
  return {up: await act('set_up', 'look'), down: await act('tear_down'), exits}
}
