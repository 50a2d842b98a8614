import {deepEqual, equal, ok} from 'node:assert/strict'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {type Shell, shellOn} from '../harness/paste.js'
import {runDnet} from '../harness/run-dnet.js'

interface Place {
  readonly IPAddress: string
  readonly IPAMConfig: {readonly IPv4Address?: string} | null
  readonly Aliases: readonly string[] | null
}

describe('disconnect', () => {
  let real: TestEngine
  let shell: Shell
  const base = freshName()
  const [web, db] = [`${base}-web`, `${base}-db`]

  before(async () => {
    real = await engineWithoutRules()
    shell = await shellOn(real)
    const IPAM = {Config: [{Subnet: '10.227.0.0/24'}]}
    equal(
      (await real.call('/networks/create', {method: 'POST', body: {Name: web, CheckDuplicate: true, IPAM}})).status,
      201,
    )
    await startContainer(real, db)
    const EndpointConfig = {IPAMConfig: {IPv4Address: '10.227.0.9'}, Aliases: ['store', 'primary']}
    const {status, body} = await real.call(`/networks/${web}/connect`, {
      method: 'POST',
      body: {Container: db, EndpointConfig},
    })
    equal(status, 200, JSON.stringify(body))
  })
  after(async () => {
    await removeAll(real, [db], [web])
    await shell?.remove()
  })

  const place = async () => {
    const {NetworkSettings} = (await real.call(`/containers/${db}/json`)).body as {
      NetworkSettings: {Networks: Record<string, Place>}
    }
    const found = NetworkSettings.Networks[web]
    return found && [found.IPAddress, found.IPAMConfig?.IPv4Address, [...(found.Aliases ?? [])].sort()]
  }

  it('prints the line that connects a container again as it was', async () => {
    const before = await place()
    const {exit, stderr} = await runDnet(['disconnect', web, db], {DOCKER_HOST: real.host})
    equal(exit, 0)
    equal(await place(), undefined)
    const [, line] = /^Try this: to connect it again as it was: (.+)$/m.exec(stderr) ?? []
    ok(line, stderr)
    const pasted = await shell.paste(line)
    equal(pasted.exit, 0, pasted.stderr)
    deepEqual(await place(), before)
  })
})
