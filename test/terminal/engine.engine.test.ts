import {deepEqual, equal, match} from 'node:assert/strict'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {KEY, openTerminal} from '../harness/terminal.js'

describe('at a terminal, with an engine', () => {
  let engine: TestEngine
  before(async () => {
    engine = await engineWithoutRules()
  })

  const open = (words: readonly string[], env: Record<string, string> = {}) =>
    openTerminal(words, {columns: 80, rows: 24, env: {DOCKER_HOST: engine.host, NO_COLOR: '1', ...env}})

  const exists = async (network: string): Promise<boolean> => (await engine.call(`/networks/${network}`)).status === 200

  it('the wizard makes a network, connect chooses for it, rm removes it', async () => {
    const [name, container] = [freshName(), freshName()]
    try {
      await startContainer(engine, container)
      const wizard = open(['create'])
      await wizard.until(/name of the network/)
      wizard.type(`${name}\r`)
      await wizard.until(/what kind/)
      wizard.type(KEY.enter)
      await wizard.until(/which subnet/)
      wizard.type(KEY.down + KEY.enter)
      equal(await wizard.ended, 0)
      match(wizard.screen(), new RegExp(`^same as: dnet create --subnet \\S+ ${name}\\n`))
      wizard.close()
      equal(await exists(name), true)

      const connect = open(['connect'])
      await connect.until(/which network/)
      connect.type(name)
      await connect.until(new RegExp(`❯ ${name}`))
      connect.type(KEY.enter)
      await connect.until(/which containers/)
      connect.type(container)
      await connect.until(new RegExp(`❯ ◯ ${container}`))
      connect.type(KEY.space + KEY.enter)
      equal(await connect.ended, 0)
      connect.close()

      const disconnect = open(['disconnect', name])
      await disconnect.until(new RegExp(`❯ ◯ ${container}`))
      disconnect.type(KEY.space + KEY.enter)
      equal(await disconnect.ended, 0)
      disconnect.close()

      const rm = open(['rm'])
      await rm.until(/which networks/)
      rm.type(name)
      await rm.until(new RegExp(`❯ ◯ ${name}`))
      rm.type(KEY.enter)
      await rm.until(/nothing chosen/)
      equal(await exists(name), true)
      rm.type(KEY.space + KEY.enter)
      equal(await rm.ended, 0)
      rm.close()
      equal(await exists(name), false)
    } finally {
      await removeAll(engine, [container], [name])
    }
  })

  it('removing several is confirmed; no, enter alone and whoever leaves let them be', async () => {
    const names = [freshName(), freshName()]
    try {
      for (const Name of names) await engine.call('/networks/create', {method: 'POST', body: {Name}})
      for (const [keys, exit] of [
        [KEY.ctrlC, 130],
        [KEY.escape, 130],
        [KEY.ctrlD, 130],
        [KEY.enter, 0],
        ['n\r', 0],
      ] as const) {
        const rm = open(['rm', ...names])
        await rm.until(/Remove 2 networks: [\s\S]*\? \(y\/N\)/)
        rm.type(keys)
        deepEqual([await rm.ended, rm.screen().trim()], [exit, ''])
        rm.close()
        deepEqual(await Promise.all(names.map(exists)), [true, true])
      }
      const rm = open(['rm', ...names])
      await rm.until(/y\/N/)
      rm.type('y\r')
      equal(await rm.ended, 0)
      rm.close()
      deepEqual(await Promise.all(names.map(exists)), [false, false])
    } finally {
      await removeAll(engine, [], names)
    }
  })

  it('ls --watch shows what happens as soon as it does, and Ctrl-C brings the old screen back', async () => {
    const [name, container] = [freshName(), freshName()]
    const watch = open(['ls', '--watch', '--tree'])
    try {
      await watch.until(/bridge|podman/)
      await engine.call('/networks/create', {method: 'POST', body: {Name: name}})
      // Podman tells of containers only.
      await startContainer(engine, container, {HostConfig: {NetworkMode: name}})
      await watch.until(new RegExp(`${name}[^]*${container}`))
      watch.type(KEY.ctrlC)
      equal(await watch.ended, 130)
      equal(watch.screen().trim(), '')
    } finally {
      watch.close()
      await removeAll(engine, [container], [name])
    }
  })
})
