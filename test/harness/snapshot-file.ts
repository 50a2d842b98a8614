import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Host} from '../../src/lib/model/host.js'
import {snapshotText} from '../../src/lib/model/snapshot/snapshot.js'

/** A host as a snapshot in a file of its own, for `--from`. Its path is short, as it stands on screens of 60 columns. */
export function snapshotFile(host: Host): {readonly path: string; readonly remove: () => void} {
  const folder = mkdtempSync(join(tmpdir(), 's-'))
  const path = join(folder, 'h.json')
  writeFileSync(path, snapshotText(host, {labels: true}))
  return {path, remove: () => rmSync(folder, {recursive: true, force: true})}
}

/** The same host with every network made three days ago, for a screen that shows ages. */
export function threeDaysOld(host: Host): Host {
  const created = new Date(Date.now() - 3 * 86_400_000 - 60_000).toISOString()
  return {...host, networks: host.networks.map((network) => ({...network, created}))}
}
