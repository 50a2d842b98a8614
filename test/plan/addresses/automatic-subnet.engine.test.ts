import {equal, match, ok} from 'node:assert/strict'
import {engineWithoutRules, freshName, removeAll, startContainer} from '../../harness/fixture.js'
import {runDnet} from '../../harness/run-dnet.js'

describe('a requested address, in subnets of all kinds', () => {
  it('is refused only where dnet warned of it', async () => {
    const engine = await engineWithoutRules()
    const [container, ...names] = [freshName(), freshName(), freshName(), freshName()]
    const configs = [undefined, {Subnet: '10.234.1.0/24'}, {Subnet: '10.234.2.0/24', Gateway: '10.234.2.1'}]
    await startContainer(engine, container, {})
    try {
      const seen = await Promise.all(
        configs.map(async (config, i): Promise<string> => {
          const Name = names[i] ?? ''
          const IPAM = config ? {Config: [config]} : undefined
          const made = await engine.call('/networks/create', {method: 'POST', body: {Name, CheckDuplicate: true, IPAM}})
          equal(made.status, 201)
          const {body} = await engine.call(`/networks/${Name}`)
          const [{Subnet}] = (body as {IPAM: {Config: [{Subnet: string}]}}).IPAM.Config
          const address = Subnet.replace(/\.\d+\/\d+$/, '.77')
          const {exit, stderr} = await runDnet(['connect', '--ip', address, Name, container], {
            DOCKER_HOST: engine.host,
          })
          const warned = stderr.includes('may have chosen')
          ok(exit === 0 || warned, stderr)
          return `${exit === 0 ? 'given' : 'refused'}${warned ? ', warned' : ''}`
        }),
      )
      // Podman gives one in any subnet.
      match(seen.join('; '), /^(refused, warned|given); given; given$/)
    } finally {
      await removeAll(engine, [container], names)
    }
  })
})
