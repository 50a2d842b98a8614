import {mkdir, writeFile} from 'node:fs/promises'
import {rawCall} from '../test/harness/raw-api.js'
import {startEngine} from '../test/harness/throwaway.js'

/**
 * Records what real engines answer about one scene, for the tests of API JSON to model: `npx tsx scripts/record-api.ts`.
 * The scene: a network with all that IPAM can say, one running container with names, links and ports on it, one stopped
 * container that asks for an address.
 */
const FOLDER = new URL('../test/recorded/api/', import.meta.url)

for (const version of ['20', '26', '28', 'podman'] as const) {
  const engine = await startEngine({version, name: 'record'})
  try {
    const post = async (path: string, body?: object) => {
      const answer = await rawCall(engine.host, path, {method: 'POST', ...(body ? {body} : {})})
      if (answer.status >= 400) throw new Error(`${version} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    const get = async (path: string) => (await rawCall(engine.host, path)).body
    await post('/networks/create', {
      Name: 'web',
      Driver: 'bridge',
      EnableIPv6: true,
      IPAM: {Config: [{Subnet: '10.7.0.0/24', IPRange: '10.7.0.128/25', Gateway: '10.7.0.1'}, {Subnet: 'fd07::/64'}]},
      Options: {'com.docker.network.driver.mtu': '1400'},
      Labels: {team: 'web', empty: ''},
    })
    const endpoint = {Aliases: ['db', 'store'], IPAMConfig: {IPv4Address: '10.7.0.9'}}
    const base = {Image: 'bb:1', Cmd: ['sleep', '100000'], StopSignal: 'KILL'}
    await post('/containers/create?name=running', {
      ...base,
      ExposedPorts: {'80/tcp': {}, '53/udp': {}},
      HostConfig: {NetworkMode: 'web', PortBindings: {'80/tcp': [{HostIp: '127.0.0.1', HostPort: '8080'}]}},
      NetworkingConfig: {EndpointsConfig: {web: endpoint}},
    })
    await post('/containers/running/start')
    await post('/containers/create?name=stopped', {
      ...base,
      ExposedPorts: {'443/tcp': {}},
      HostConfig: {
        NetworkMode: 'web',
        PublishAllPorts: true,
        RestartPolicy: {Name: 'always'},
        PortBindings: {'90/tcp': [{HostIp: '', HostPort: version === 'podman' ? '9000' : '9000-9010'}]},
      },
      NetworkingConfig: {EndpointsConfig: {web: {IPAMConfig: {IPv4Address: '10.7.0.10'}, Links: ['running:r']}}},
    })
    const recording = {
      version: await get('/version'),
      networks: await get('/networks'),
      network: await get('/networks/web'),
      containers: await get('/containers/json?all=1'),
      running: await get('/containers/running/json'),
      stopped: await get('/containers/stopped/json'),
    }
    await mkdir(FOLDER, {recursive: true})
    await writeFile(new URL(`${version}.json`, FOLDER), `${JSON.stringify(recording, null, 1)}\n`)
  } finally {
    await engine.stop()
  }
}
