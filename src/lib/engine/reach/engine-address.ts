import {join} from 'node:path'
import {DnetError} from '../../errors.js'
import type {Files} from '../files.js'
import {readContext} from './context-store.js'
import type {Env} from './docker-config.js'
import {type Address, addressText, parseAddress} from './engine-url.js'

/** Certificates in PEM. Without `ca` the engine's certificate is checked against the system's authorities. */
export interface Tls {
  readonly ca: Buffer | undefined
  readonly cert: Buffer | undefined
  readonly key: Buffer | undefined
  /** The engine's certificate is not checked at all. */
  readonly skipVerify: boolean
}

/** The engine to use, and why that one. */
export type EngineAddress = Address & {
  /** As formatted by `addressText`. */
  readonly address: string
  /** undefined for plain text, and always for sockets and ssh. */
  readonly tls: Tls | undefined
  /** What chose the address, such as `DOCKER_HOST` or `context "prod" (--context)`. */
  readonly source: string
}

/** The values of the Docker CLI's flags with these names; undefined if not given. */
export interface EngineChoice {
  readonly context?: string | undefined
  readonly host?: string | undefined
  readonly tls?: boolean | undefined
  readonly tlsverify?: boolean | undefined
  readonly tlscacert?: string | undefined
  readonly tlscert?: string | undefined
  readonly tlskey?: string | undefined
}

interface Surroundings {
  readonly env: Env
  /** The home folder. */
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly files: Files
  /** As returned by `dockerConfigDir`. */
  readonly configDir: string
  /** From Docker's configuration file; '' if not set. */
  readonly currentContext: string
}

/**
 * The engine that the flags, the environment and Docker's configuration choose, in the Docker CLI's order: `--context`,
 * `-H`, `DOCKER_HOST`, `DOCKER_CONTEXT`, `currentContext`, the default socket (docker/cli v28.2.2 cli/command/cli.go
 * resolveContextName). The context `default` is the one made of `-H`, `DOCKER_HOST` and the TLS flags.
 * @throws DnetError USAGE for a wrong flag, address or context; BAD_CONFIG for files that cannot be read
 */
export function resolveEngineAddress(flags: EngineChoice, around: Surroundings): EngineAddress {
  const {env} = around
  if (flags.host && flags.context) {
    throw new DnetError(
      'USAGE',
      'conflicting options: cannot specify both --host and --context',
      'use only one of them',
    )
  }
  const [name, askedBy] = chosenContext(flags, around)
  if (name === 'default') return defaultContext(flags, around)
  const context = readContext(name, askedBy, around.configDir, around.files)
  const source = `context "${name}" (${askedBy})`
  if (!context.host) return {...defaultSocket(around), tls: undefined, source: `${source}, which has no address`}
  const address = parseAddress(context.host)
  const tls = address.kind === 'tcp' ? context.tls : undefined
  return {...address, address: addressText(address), tls, source}

  function chosenContext(flags: EngineChoice, around: Surroundings): [name: string, askedBy: string] {
    if (flags.context) return [flags.context, '--context']
    if (flags.host || env.DOCKER_HOST) return ['default', '']
    if (env.DOCKER_CONTEXT) return [env.DOCKER_CONTEXT, 'DOCKER_CONTEXT']
    if (around.currentContext) {
      return [around.currentContext, `currentContext of ${join(around.configDir, 'config.json')}`]
    }
    return ['default', '']
  }
}

function defaultContext(flags: EngineChoice, around: Surroundings): EngineAddress {
  const tls = tlsOfFlags(flags, around)
  const [text, source] = flags.host ? [flags.host, '-H'] : [around.env.DOCKER_HOST ?? '', 'DOCKER_HOST']
  if (text.trim()) {
    const address = parseAddress(text.trim())
    return {...address, address: addressText(address), tls: address.kind === 'tcp' ? tls : undefined, source}
  }
  if (!tls) return defaultSocket(around)
  const address = parseAddress('tcp://localhost:2376')
  return {...address, address: addressText(address), tls, source: "Docker's default for TLS"}
}

/**
 * The engine's usual socket; if it does not exist, that of a rootless engine or of Docker Desktop, if there is one.
 * Those two are normally found through a context, which a script's environment may lack.
 */
function defaultSocket({env, home, platform, files}: Surroundings): EngineAddress {
  const usual = platform === 'win32' ? parseAddress('npipe://') : parseAddress('unix://')
  const target = {...usual, address: addressText(usual), tls: undefined, source: 'the default socket'}
  if (usual.kind !== 'unix' || files.exists(usual.path)) return target
  const others = [
    ...(env.XDG_RUNTIME_DIR
      ? [[join(env.XDG_RUNTIME_DIR, 'docker.sock'), "the rootless engine's socket"] as const]
      : []),
    [join(home, '.docker', 'run', 'docker.sock'), "Docker Desktop's socket"] as const,
    [join(home, '.docker', 'desktop', 'docker.sock'), "Docker Desktop's socket"] as const,
  ]
  const found = others.find(([path]) => files.exists(path))
  if (!found) return target
  const [path, whose] = found
  return {
    kind: 'unix',
    path,
    address: `unix://${path}`,
    tls: undefined,
    source: `${whose}, as there is no ${usual.path}`,
  }
}

/**
 * TLS as requested by the flags and `DOCKER_TLS`, `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`; undefined for none. Any
 * non-empty value of a variable counts, and `--tlsverify=false` still turns TLS on (docker/cli v28.2.2
 * cli/flags/options.go SetDefaultOptions).
 * @throws DnetError USAGE for a missing file: always for the authority's, for the others only if named by a flag
 */
function tlsOfFlags(flags: EngineChoice, {env, configDir, files}: Surroundings): Tls | undefined {
  const verify = flags.tlsverify ?? Boolean(env.DOCKER_TLS_VERIFY)
  const on = verify || flags.tlsverify !== undefined || (flags.tls ?? Boolean(env.DOCKER_TLS))
  if (!on) return undefined
  const folder = env.DOCKER_CERT_PATH || configDir
  const read = (flag: string, path: string, needed: boolean): Buffer | undefined => {
    let bytes: Buffer | undefined
    let why = 'no such file'
    try {
      bytes = files.read(path)
    } catch (error) {
      needed = true
      why = (error as Error).message
    }
    if (bytes || !needed) return bytes
    throw new DnetError(
      'USAGE',
      `cannot read ${path}: ${why}`,
      `specify the file with ${flag}, or set DOCKER_CERT_PATH`,
    )
  }
  return {
    ca: read('--tlscacert', flags.tlscacert ?? join(folder, 'ca.pem'), true),
    cert: read('--tlscert', flags.tlscert ?? join(folder, 'cert.pem'), flags.tlscert !== undefined),
    key: read('--tlskey', flags.tlskey ?? join(folder, 'key.pem'), flags.tlskey !== undefined),
    skipVerify: !verify,
  }
}
