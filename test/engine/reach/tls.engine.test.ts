import {deepEqual, equal, match} from 'node:assert/strict'
import {type ChildProcessByStdio, spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {copyFile, mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {createInterface, type Interface} from 'node:readline'
import type {Readable, Writable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import type {EngineChoice} from '../../../src/lib/engine/reach/engine-address.js'
import {type Authority, authority, type KeyPair} from '../../harness/certificates.js'
import type {Outcome} from '../../harness/probe.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../../harness/throwaway.js'

const PROBE = fileURLToPath(new URL('../../harness/probe.ts', import.meta.url))
const ADDRESS = 'tcp://127.0.0.1:2376'

describe('an engine behind TLS', () => {
  let engine: ThrowawayEngine
  let right: Authority
  let wrong: Authority
  let client: KeyPair
  let stranger: KeyPair
  let probing: ChildProcessByStdio<Writable, Readable, null>
  let answers: Interface
  before(async () => {
    engine = await startEngine({daemonConfig: WITHOUT_RULES, name: 'tls'})
    right = await authority(join(engine.folder, 'engine', 'right'))
    wrong = await authority(join(engine.folder, 'wrong'))
    await right.issue('engine', 'IP:127.0.0.1')
    client = await right.issue('client', '')
    stranger = await wrong.issue('client', '')
    // The certificates must lie in the engine's folder, which exists only once it runs: it starts again with them.
    const tls = ['--tlsverify', '--tlscacert=/engine/right/ca.pem', '--tlscert=/engine/right/engine.pem']
    const added = ['-H', ADDRESS, ...tls, '--tlskey=/engine/right/engine-key.pem']
    const daemon = join(engine.folder, 'engine', 'daemon')
    await writeFile(daemon, `${(await readFile(daemon, 'utf8')).trimEnd()} ${added.join(' ')}\n`)
    await engine.restart()
    const [command = '', ...enter] = engine.enterNetwork
    probing = spawn(command, [...enter, process.execPath, '--import', 'tsx', PROBE], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    answers = createInterface({input: probing.stdout})
  })
  after(async () => {
    probing?.kill()
    await engine?.stop()
  })

  /** What comes of reaching an engine from its own namespace, where it listens. */
  async function probe(flags: EngineChoice, configDir = '/nowhere'): Promise<Outcome> {
    probing.stdin.write(`${JSON.stringify([flags, configDir])}\n`)
    const [line] = (await once(answers, 'line')) as [string]
    return JSON.parse(line) as Outcome
  }
  const files = ({cert, key}: KeyPair, ca: KeyPair): EngineChoice => ({tlscacert: ca.cert, tlscert: cert, tlskey: key})

  it('answers a client with the right authority and a certificate of it', async () => {
    deepEqual(await probe({host: ADDRESS, tlsverify: true, ...files(client, right)}), {
      networks: ['bridge', 'host', 'none'],
    })
  })

  it('answers a context that holds the certificates', async () => {
    const configDir = join(engine.folder, 'config')
    const id = createHash('sha256').update('prod').digest('hex')
    const [meta, tls] = [join(configDir, 'contexts/meta', id), join(configDir, 'contexts/tls', id, 'docker')]
    await mkdir(meta, {recursive: true})
    await mkdir(tls, {recursive: true})
    const endpoints = {docker: {Host: ADDRESS, SkipTLSVerify: false}}
    await writeFile(join(meta, 'meta.json'), JSON.stringify({Name: 'prod', Metadata: {}, Endpoints: endpoints}))
    await copyFile(right.cert, join(tls, 'ca.pem'))
    await copyFile(client.cert, join(tls, 'cert.pem'))
    await copyFile(client.key, join(tls, 'key.pem'))
    deepEqual(await probe({context: 'prod'}, configDir), {networks: ['bridge', 'host', 'none']})
  })

  it('is not trusted with the wrong authority', async () => {
    const {code, message} = await probe({host: ADDRESS, tlsverify: true, ...files(client, wrong)})
    equal(code, 'UNREACHABLE')
    match(
      message ?? '',
      /at tcp:\/\/127\.0\.0\.1:2376 \(from -H\): the engine's certificate is not signed by the given authority \(/,
    )
  })

  it('is trusted with the wrong authority where verifying is off', async () => {
    const {networks} = await probe({host: ADDRESS, tls: true, ...files(client, wrong)})
    deepEqual(networks, ['bridge', 'host', 'none'])
  })

  it('is not trusted under a name that its certificate lacks', async () => {
    const {code, message} = await probe({host: 'tcp://localhost:2376', tlsverify: true, ...files(client, right)})
    equal(code, 'UNREACHABLE')
    match(message ?? '', /: the engine's certificate is for another host \(/)
  })

  it('refuses a client without certificate', async () => {
    const {code, message, hint} = await probe({host: ADDRESS, tlsverify: true, tlscacert: right.cert})
    equal(code, 'UNREACHABLE')
    match(message ?? '', /: the engine requires a client certificate$/)
    match(hint ?? '', /^specify cert\.pem and key\.pem, /)
  })

  it('refuses a client with another authority’s certificate', async () => {
    const {code, message} = await probe({host: ADDRESS, tlsverify: true, ...files(stranger, right)})
    equal(code, 'UNREACHABLE')
    match(message ?? '', /: the engine refuses the client certificate$/)
  })

  it('asked without TLS: says that it wants TLS', async () => {
    const {code, message, hint} = await probe({host: ADDRESS})
    equal(code, 'UNREACHABLE')
    match(message ?? '', /Client sent an HTTP request to an HTTPS server\.$/)
    match(hint ?? '', /--tlsverify/)
  })

  it('a key that is not the certificate’s is a configuration error', async () => {
    const mixed = {cert: client.cert, key: stranger.key}
    const {code} = await probe({host: ADDRESS, tlsverify: true, ...files(mixed, right)})
    equal(code, 'BAD_CONFIG')
  })
})
