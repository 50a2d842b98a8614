import {equal, match, ok} from 'node:assert/strict'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {freshName, removeAll, startContainer, type TestEngine, testEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

interface Explained {
  readonly explanation: {
    readonly code: string
    readonly cause: string
    readonly holder: string
    readonly remedy: string
  }
}

/** Each sentence is brought about on the engine, and then explained by it. */
describe('explain, of what an engine really says', () => {
  let real: TestEngine
  let folder: string
  const [web, tiny, one, two, three] = [freshName(), freshName(), freshName(), freshName(), freshName()]
  const extra: string[] = []

  before(async () => {
    real = await testEngine()
    folder = await mkdtemp(join(tmpdir(), 'dnet-explain-'))
    await post('/networks/create', {Name: web, IPAM: {Config: [{Subnet: '10.244.1.0/24'}]}})
    await post('/networks/create', {Name: tiny, IPAM: {Config: [{Subnet: '10.244.2.0/30'}]}})
    const bindings = {PortBindings: {'80/tcp': [{HostPort: '18099'}]}, NetworkMode: web}
    await startContainer(real, one, {ExposedPorts: {'80/tcp': {}}, HostConfig: bindings})
    await startContainer(real, two, {HostConfig: {NetworkMode: tiny}})
  })
  afterEach(() => removeAll(real, extra.splice(0), []))
  after(async () => {
    await removeAll(real, [one, two], [web, tiny])
    await rm(folder, {recursive: true, force: true})
  })

  const post = (path: string, body?: object) => real.call(path, {method: 'POST', body})

  /** What the engine says to a container that starts so. */
  async function startSays(body: object): Promise<string> {
    extra.push(three)
    return startContainer(real, three, body).then(
      () => 'it started',
      (error: Error) => error.message,
    )
  }

  const says = async (answer: Promise<{status: number; body: unknown}>): Promise<string> => {
    const {status, body} = await answer
    if (status < 400) return `it did it: ${status}`
    return typeof body === 'string' ? body : (body as {message: string}).message
  }

  const cases: [title: string, code: string, holder: RegExp, remedy: RegExp, sentence: () => Promise<string>][] = [
    [
      'a name that is taken',
      'NAME_TAKEN',
      new RegExp(`network "${web}" \\(bridge, 10\\.244\\.1\\.0/24\\)`),
      /dnet create --if-not-exists/,
      () => says(post('/networks/create', {Name: web, CheckDuplicate: true})),
    ],
    [
      'an overlap',
      'SUBNET_OVERLAP',
      /^$/,
      /choose another subnet/,
      () => says(post('/networks/create', {Name: freshName(), IPAM: {Config: [{Subnet: '10.244.1.0/25'}]}})),
    ],
    [
      'a network in use',
      'NETWORK_IN_USE',
      new RegExp(`on "${web}": ${one}`),
      new RegExp(`dnet rm --disconnect ${web}`),
      () => says(real.call(`/networks/${web}`, {method: 'DELETE'})),
    ],
    [
      'an endpoint that is there',
      'ENDPOINT_EXISTS',
      new RegExp(`container "${one}" is on "${web}"`),
      /nothing is to be done/,
      () => says(post(`/networks/${web}/connect`, {Container: one})),
    ],
    [
      'an address that is taken',
      'ADDRESS_TAKEN',
      /^$/,
      /--ip/,
      () => startSays({HostConfig: {NetworkMode: web}, ...endpointOn(web, '10.244.1.2')}),
    ],
    [
      'a subnet that is full',
      'POOL_EXHAUSTED',
      new RegExp(`on network "${tiny}" \\(10\\.244\\.2\\.0/30\\): ${two}$`),
      /create a larger one/,
      () => startSays({HostConfig: {NetworkMode: tiny}}),
    ],
    [
      'a port of another container',
      'PORT_TAKEN',
      new RegExp(`container "${one}" is published on port 18099`),
      new RegExp(`docker stop ${one}`),
      () => startSays({ExposedPorts: {'80/tcp': {}}, HostConfig: {PortBindings: {'80/tcp': [{HostPort: '18099'}]}}}),
    ],
    [
      'a legacy link to a container elsewhere',
      'CONFLICT',
      new RegExp(`container "${one}" is on "${web}"`),
      new RegExp(`dnet link CONTAINER ${one}`),
      () => startSays({HostConfig: {Links: [`${one}:web`]}}),
    ],
    [
      'an address outside of the subnet',
      'ENGINE_REFUSED',
      /^$/,
      /dnet inspect/,
      () =>
        says(
          post(`/networks/${web}/connect`, {Container: two, EndpointConfig: {IPAMConfig: {IPv4Address: '10.9.9.9'}}}),
        ),
    ],
    [
      'a container that is not connected',
      'ENGINE_REFUSED',
      /^$/,
      /^see which networks it is on: dnet inspect --container \w{12}$/,
      () => says(post(`/networks/${web}/disconnect`, {Container: two})),
    ],
    [
      'a network that is not there',
      'NETWORK_NOT_FOUND',
      /^$/,
      /dnet ls/,
      () => says(real.call('/networks/nowhere-at-all')),
    ],
    [
      'a container that is not there',
      'CONTAINER_NOT_FOUND',
      /^$/,
      /docker ps/,
      () => says(post(`/networks/${web}/connect`, {Container: 'nobody-at-all'})),
    ],
    [
      'a predefined network',
      'ENGINE_REFUSED',
      /^$/,
      /dnet create/,
      () => says(real.call('/networks/bridge', {method: 'DELETE'})),
    ],
    ['a client that is too old', 'UNSUPPORTED', /^$/, /DOCKER_API_VERSION/, () => says(real.call('/v1.11/networks'))],
  ]
  for (const [title, code, holder, remedy, sentence] of cases)
    it(title, async () => {
      const said = await sentence()
      const {exit, stdout, stderr} = await runDnet(['explain', '--json', `Error response from daemon: ${said}`], {
        DOCKER_HOST: real.host,
        HOME: folder,
      })
      equal(exit, 0, `${said}: ${stdout}${stderr}`)
      const {explanation} = JSON.parse(stdout) as Explained
      equal(explanation.code, code, said)
      ok(explanation.cause !== '')
      match(explanation.holder, holder, said)
      match(explanation.remedy, remedy, said)
    })
})

const endpointOn = (network: string, IPv4Address: string) => ({
  NetworkingConfig: {EndpointsConfig: {[network]: {IPAMConfig: {IPv4Address}}}},
})
