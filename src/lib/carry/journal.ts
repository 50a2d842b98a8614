import {mkdir, open, readdir, rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {cannotRead, diskFiles, isAbsent} from '../engine/files.js'
import type {Env} from '../engine/reach/docker-config.js'
import {DnetError} from '../errors.js'
import {arrayOf, Misread, object, oneOf, safeInteger, text, texts} from '../json-reader.js'
import type {Remembered} from '../plan/step.js'
import type {EndpointSpec} from '../spec/network-spec.js'

/** Why an endpoint was removed: to be replaced, or because its network is to be removed. */
type Purpose = 'reconnect' | 'remove'

interface Entry extends Remembered {
  readonly version: 1
  readonly purpose: Purpose
  /** The process that removed the endpoint. */
  readonly pid: number
}

/**
 * The settings of endpoints that are being removed, on disk before the engine is asked, so that a run that was killed
 * in between can be finished. Ids of containers and networks are 256 random bits, so engines need not be distinguished.
 */
export interface Journal {
  /** What unfinished runs left, sorted by container and network. Entries of live runs are not included. */
  left(purpose: Purpose): Promise<Remembered[]>
  /** On disk when the promise resolves. @throws DnetError CONFLICT while another live run changes the same endpoint */
  begin(endpoint: Remembered, purpose: Purpose): Promise<void>
  /** Deletes an endpoint's entry, if there is one. */
  end(containerId: string, networkId: string): Promise<void>
}

/**
 * `$XDG_STATE_HOME/dnet/endpoints`, `.local/state` in the home folder if the variable is unset (XDG base directories
 * 0.8).
 */
export const journalFolder = (env: Env, home: string): string =>
  join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'dnet', 'endpoints')

/** The process that writes a journal. */
interface Writer {
  readonly pid: number
  readonly platform: NodeJS.Platform
  /** Reports whether a process of this machine still runs. */
  readonly isAlive: (pid: number) => boolean
}

/** The journal in a folder, which is created when it is first needed. */
export function openJournal(folder: string, {pid, platform, isAlive}: Writer): Journal {
  const fileOf = (containerId: string, networkId: string): string => join(folder, `${containerId}-${networkId}.json`)
  return {
    left: async (purpose) => {
      const entries = await Promise.all((await namesIn(folder)).map((name) => readEntry(join(folder, name))))
      return entries
        .filter((entry) => entry !== undefined)
        .filter((entry) => entry.purpose === purpose && !(entry.pid !== pid && isAlive(entry.pid)))
        .sort((a, b) => (a.container + a.network < b.container + b.network ? -1 : 1))
    },
    begin: async (endpoint, purpose) => {
      const file = fileOf(endpoint.containerId, endpoint.networkId)
      const earlier = await readEntry(file)
      if (earlier && earlier.pid !== pid && isAlive(earlier.pid)) throw busy(earlier, file)
      const {containerId, container, networkId, network, had} = endpoint
      const entry: Entry = {version: 1, purpose, pid, containerId, container, networkId, network, had}
      await writeDurably(folder, file, `${JSON.stringify(entry)}\n`, {pid, platform}).catch((cause: Error) => {
        throw unwritable(folder, cause)
      })
    },
    end: (containerId, networkId) =>
      rm(fileOf(containerId, networkId), {force: true}).catch((cause: NodeJS.ErrnoException) => {
        if (!isAbsent(cause)) throw unwritable(folder, cause)
      }),
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'))
  } catch (error) {
    if (isAbsent(error)) return []
    throw cannotRead(folder, error)
  }
}

const readEndpointSpec = object<EndpointSpec>({
  ipv4: text,
  ipv6: text,
  linkLocal: arrayOf(text),
  aliases: arrayOf(text),
  links: arrayOf(text),
  driverOptions: texts,
  gatewayPriority: safeInteger,
})

const readEntryJson = object<Entry>({
  version: oneOf(1),
  purpose: oneOf('reconnect', 'remove'),
  pid: safeInteger,
  containerId: text,
  container: text,
  networkId: text,
  network: text,
  had: readEndpointSpec,
})

/** undefined for a file that is gone or is not an entry of this version. @throws DnetError BAD_CONFIG */
async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    const text = diskFiles.read(file)?.toString()
    return text === undefined ? undefined : readEntryJson(JSON.parse(text), '')
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Misread) return undefined
    throw cannotRead(file, error)
  }
}

/** After a crash, either the whole text is there or nothing of it. */
async function writeDurably(
  folder: string,
  file: string,
  text: string,
  {pid, platform}: Pick<Writer, 'pid' | 'platform'>,
): Promise<void> {
  await mkdir(folder, {recursive: true, mode: 0o700})
  const fresh = `${file}.${pid}.new`
  const handle = await open(fresh, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(fresh, file)
  if (platform === 'win32') return
  const entryList = await open(folder, 'r')
  try {
    await entryList.sync()
  } finally {
    await entryList.close()
  }
}

/** Nothing is removed that has not been saved first. */
const unwritable = (folder: string, cause: Error): DnetError =>
  new DnetError(
    'BAD_CONFIG',
    `cannot write the endpoint journal in ${folder}: ${cause.message}`,
    'set XDG_STATE_HOME to a writable folder',
    {cause},
  )

const busy = (entry: Entry, file: string): DnetError =>
  new DnetError(
    'CONFLICT',
    `dnet (process ${entry.pid}) is changing the endpoint of "${entry.container}" on "${entry.network}" right now`,
    `wait until it ends; if no such process is running, delete ${file}`,
  )
