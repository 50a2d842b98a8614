import {deepEqual, equal, match, ok} from 'node:assert/strict'
import {asTestEngine, ownVersion, startContainer, type TestEngine} from '../../harness/fixture.js'
import {type Shell, shellOn} from '../../harness/paste.js'
import {startEngine, type ThrowawayEngine} from '../../harness/throwaway.js'
import {Pasted} from './pasted.js'
import {dnetOn, explainedBy, listenOn, refusalOf, startRefusalOf} from './trouble.js'

const subnet = (Subnet: string) => ({IPAM: {Config: [{Subnet}]}})
const on = (NetworkMode: string, more: object = {}) => ({HostConfig: {NetworkMode, ...more}})
const publishing = (HostPort: string, HostIp = '0.0.0.0', protocol = 'tcp') => ({
  ExposedPorts: {[`80/${protocol}`]: {}},
  ...on('web', {PortBindings: {[`80/${protocol}`]: [{HostIp, HostPort}]}}),
})
const at = (IPv4Address: string) => ({
  ...on('web'),
  NetworkingConfig: {EndpointsConfig: {web: {IPAMConfig: {IPv4Address}}}},
})

if (ownVersion() === 'podman')
  describe('Podman', () => {
    let own: ThrowawayEngine
    let engine: TestEngine
    let shell: Shell
    let pasted: Pasted

    before(async () => {
      own = await startEngine({version: 'podman', name: 'errors'})
      engine = asTestEngine(own)
      equal(await refusalOf(create('web', subnet('10.244.1.0/24'))), '')
      equal(await refusalOf(create('tiny', subnet('10.244.2.0/30'))), '')
      await startContainer(engine, 'one', publishing('18099'))
      await startContainer(engine, 'two', on('tiny'))
      await startContainer(engine, 'three', on('web'))
      await startContainer(engine, 'near', publishing('18101', '127.0.0.1'))
      await startContainer(engine, 'six', publishing('18103', '::1'))
      await startContainer(engine, 'udp', publishing('18102', '0.0.0.0', 'udp'))
      await startContainer(engine, 'tcp', publishing('18102'))
      shell = await shellOn(engine)
      pasted = new Pasted(shell, {NETWORK: 'web', CONTAINER: 'one'})
    })
    afterEach(() => engine.call('/containers/late?force=true', {method: 'DELETE'}))
    after(async () => {
      await shell?.remove()
      await own?.stop()
    })

    const create = (Name: string, more: object = {}) =>
      engine.call('/networks/create', {method: 'POST', body: {Name, CheckDuplicate: true, ...more}})
    const connect = (network: string, Container: string, EndpointConfig: object = {}) =>
      engine.call(`/networks/${network}/connect`, {method: 'POST', body: {Container, EndpointConfig}})
    const start = (body: object) => startRefusalOf(startContainer(engine, 'late', body))

    const cases: [title: string, says: RegExp, code: string, holder: RegExp, remedy: RegExp, () => Promise<string>][] =
      [
        [
          'a name that is taken',
          /network already exists$/,
          'NAME_TAKEN',
          /^network "web" \(bridge, 10\.244\.1\.0\/24\)$/,
          /--if-not-exists web$/,
          () => refusalOf(create('web')),
        ],
        [
          'an overlap',
          /is already used on the host or by another config$/,
          'SUBNET_OVERLAP',
          /^network "web" \(10\.244\.1\.0\/24\)$/,
          /choose another subnet/,
          () => refusalOf(create('other', subnet('10.244.1.0/25'))),
        ],
        [
          'a network that is not there',
          /network not found$/,
          'NETWORK_NOT_FOUND',
          /^$/,
          /dnet ls/,
          () => refusalOf(engine.call('/networks/nowhere')),
        ],
        [
          'a container that is not there',
          /no such container$/,
          'CONTAINER_NOT_FOUND',
          /^$/,
          /docker ps/,
          () => refusalOf(connect('web', 'nobody')),
        ],
        [
          'a network in use',
          /network is being used$/,
          'NETWORK_IN_USE',
          /^on "web": near, one, six, tcp, three, udp$/,
          /^keep it, or take off .*: dnet rm --disconnect web$/,
          () => refusalOf(engine.call('/networks/web', {method: 'DELETE'})),
        ],
        [
          'a container that is there already',
          /network is already connected$/,
          'ENDPOINT_EXISTS',
          /^container "one" is on "web"$/,
          /^nothing needs to be done$/,
          () => refusalOf(connect('web', 'one')),
        ],
        [
          'an address that is taken',
          /requested ip address 10\.244\.1\.2 is already allocated to container ID/,
          'ADDRESS_TAKEN',
          /^container "one" has 10\.244\.1\.2 on "web"$/,
          /--ip/,
          () => start(at('10.244.1.2')),
        ],
        [
          'a subnet that is full',
          /failed to find free IP in range: /,
          'POOL_EXHAUSTED',
          /^on network "tiny" \(10\.244\.2\.0\/30\): two$/,
          /^create a larger network: dnet create --hosts 4 tiny-2$/,
          () => start(on('tiny')),
        ],
        [
          'a port of another container',
          /cannot listen on the TCP port: /,
          'PORT_TAKEN',
          /^container "one" publishes (?:0\.0\.0\.0|\[::\]):18099\/tcp$/,
          /^publish a free port: dnet ports next --near 18100; or stop it, which ends what it serves: docker stop one$/,
          () => start(publishing('18099')),
        ],
        [
          'a port on one address, which another container has',
          /listen tcp4 127\.0\.0\.1:18101: bind: address already in use$/,
          'PORT_TAKEN',
          /^container "near" publishes 127\.0\.0\.1:18101\/tcp$/,
          /docker stop near$/,
          () => start(publishing('18101', '127.0.0.1')),
        ],
        [
          'a port on an IPv6 address',
          /listen tcp6 \[::1\]:18103: bind: address already in use$/,
          'PORT_TAKEN',
          /^container "six" publishes \[::1\]:18103\/tcp$/,
          /^publish a free port: dnet ports next --near 18104; .*docker stop six$/,
          () => start(publishing('18103', '::1')),
        ],
        [
          'a UDP port, while another container has the TCP port',
          /listen udp4 0\.0\.0\.0:18102: bind: address already in use$/,
          'PORT_TAKEN',
          /^container "udp" publishes 0\.0\.0\.0:18102\/udp$/,
          /--near 18103 --protocol udp; .*docker stop udp$/,
          () => start(publishing('18102', '0.0.0.0', 'udp')),
        ],
        [
          'a container name that is taken',
          /the container name "one" is already in use by [0-9a-f]{64}\./,
          'NAME_TAKEN',
          /^container "one" is running$/,
          /docker ps --all --filter name=one$/,
          () => refusalOf(engine.call('/containers/create?name=one', {method: 'POST', body: {Image: 'bb:1'}})),
        ],
        [
          'a bridge that another network has',
          /^bridge name brx already in use$/,
          'CONFLICT',
          // Podman's API does not say which network has which bridge.
          /^$/,
          /^choose another bridge/,
          async () => {
            const Options = {'com.docker.network.bridge.name': 'brx'}
            await create('bridged', {...subnet('10.244.3.0/24'), Options})
            return refusalOf(create('bridged-too', {...subnet('10.244.4.0/24'), Options}))
          },
        ],
        [
          'a predefined network',
          /default network podman cannot be removed$/,
          'ENGINE_REFUSED',
          /^$/,
          /^use a network that you create: dnet create NETWORK$/,
          () => refusalOf(engine.call('/networks/podman', {method: 'DELETE'})),
        ],
        [
          'an address outside of the subnet',
          /^requested static ip 10\.9\.9\.9 not in any subnet on network web$/,
          'ENGINE_REFUSED',
          /^$/,
          /^see the network's subnets: dnet inspect web$/,
          () => refusalOf(connect('web', 'two', {IPAMConfig: {IPv4Address: '10.9.9.9'}})),
        ],
        [
          'a container that is not connected',
          /^netavark(?: \(exit code 1\))?: failed to delete container veth eth1: Netlink error: No such device/,
          'ENGINE_REFUSED',
          /^$/,
          /^see which networks it is on: dnet inspect --container CONTAINER$/,
          () => refusalOf(engine.call('/networks/web/disconnect', {method: 'POST', body: {Container: 'two'}})),
        ],
        [
          'a legacy link',
          /link is not supported$/,
          'UNSUPPORTED',
          /^$/,
          /dnet link --shared/,
          () => start(on('web', {Links: ['one:web']})),
        ],
      ]
    for (const [title, says, code, holder, remedy, bring] of cases)
      it(`is explained, of ${title}`, async () => {
        const sentence = await bring()
        match(sentence, says)
        const explanation = await explainedBy(own, [`Error response from daemon: ${sentence}`])
        equal(explanation.code, code)
        ok(explanation.cause !== '')
        match(explanation.holder, holder)
        match(explanation.remedy, remedy)
        await pasted.paste(explanation.remedy)
      })

    it("is explained, of a port of a process of the engine's host", async () => {
      const end = await listenOn(own, 18098)
      try {
        const sentence = await start(publishing('18098'))
        match(sentence, /listen tcp4 0\.0\.0\.0:18098: bind: address already in use$/)
        const {code, holder} = await explainedBy(own, [sentence])
        equal(code, 'PORT_TAKEN')
        match(holder, /^process \S+ \(\d+\) listens on 0\.0\.0\.0:18098\/tcp$/)
      } finally {
        end()
      }
    })

    it('has no private links: dnet link says so before it changes anything, and the line it gives works', async () => {
      const before = (await engine.call('/containers/three/json')).body
      const {exit, stderr} = await dnetOn(own, ['link', 'three', 'one:database'])
      equal(exit, 1, stderr)
      match(stderr, /^Error: Podman does not support names that only one container sees\nCode: UNSUPPORTED\n/)
      deepEqual((await engine.call('/containers/three/json')).body, before)
      const [, hint = ''] = /Try this: dnet (.*)/.exec(stderr) ?? []
      equal(hint, 'link --shared three one:database')
      const shared = await dnetOn(own, hint.split(' '))
      deepEqual([shared.exit, shared.stdout], [0, ''], shared.stderr)
    })

    it('keeps the endpoint of a connection that fails, and lists no containers until the line of dnet is followed', async () => {
      const connected = await dnetOn(own, ['connect', '--no-check', 'tiny', 'one'])
      equal(connected.exit, 4, connected.stderr)
      const listed = await dnetOn(own, ['ls', '--wide'])
      match(
        listed.stderr,
        /network inspection mismatch.*\nCode: ENGINE_REFUSED\nTry this: .*dnet disconnect NETWORK CONTAINER\n/,
      )
      await dnetOn(own, ['disconnect', 'tiny', 'one'])
      equal((await dnetOn(own, ['ls', '--wide'])).exit, 0)
    })

    it('is not asked for a connection that would fail', async () => {
      const {exit, stderr} = await dnetOn(own, ['connect', 'tiny', 'one'])
      equal(exit, 4, stderr)
      match(stderr, /^Error: "tiny" has no free IPv4 address in 10\.244\.2\.0\/30; on it: two\nCode: POOL_EXHAUSTED\n/)
      equal((await dnetOn(own, ['ls', '--wide'])).exit, 0)
    })
  })
