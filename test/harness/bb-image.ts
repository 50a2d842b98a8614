import {execFileSync} from 'node:child_process'
import {copyFile, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {cacheFolder, unpackedPackages} from './debian.js'
import {rawCall} from './raw-api.js'

/** The one image of all tests: static busybox with a link for each of its applets, about 2 MB. */
export const IMAGE = 'bb:1'

/** The image's root file system as a tar; made once and kept in the cache. */
export async function imageTar(): Promise<Buffer> {
  const file = join(cacheFolder(), 'bb-1.tar')
  const kept = await readFile(file).catch(() => undefined)
  if (kept) return kept
  const busybox = join(await unpackedPackages('trixie', ['busybox-static']), 'usr/bin/busybox')
  const work = await mkdtemp(join(cacheFolder(), 'image-'))
  try {
    const root = join(work, 'root')
    for (const folder of ['bin', 'etc', 'tmp', 'root', 'var', 'proc', 'sys', 'dev', 'www']) {
      await mkdir(join(root, folder), {recursive: true})
    }
    await copyFile(busybox, join(root, 'bin/busybox'))
    const applets = execFileSync(busybox, ['--list'], {encoding: 'utf8'}).trim().split('\n')
    for (const applet of applets) if (applet !== 'busybox') await symlink('busybox', join(root, 'bin', applet))
    await writeFile(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\n')
    await writeFile(join(root, 'etc/group'), 'root:x:0:\n')
    await writeFile(join(root, 'www/index.html'), 'hello\n')
    const tar = join(work, 'image.tar')
    execFileSync('tar', ['-C', root, '--numeric-owner', '--owner=0', '--group=0', '-cf', tar, '.'])
    await rename(tar, file)
  } finally {
    await rm(work, {recursive: true, force: true})
  }
  return readFile(file)
}

/** Makes sure that the engine at `host` has the image. @throws Error with the engine's words when it refuses it */
export async function loadImage(host: string): Promise<void> {
  if ((await rawCall(host, `/images/${IMAGE}/json`)).status === 200) return
  const version = await rawCall(host, '/version')
  const podman = JSON.stringify(version.body).includes('Podman')
  // Podman's compatible API would tag it localhost/bb:1.
  const path = podman
    ? `/v4.0.0/libpod/images/import?reference=docker.io/library/${IMAGE}`
    : '/images/create?fromSrc=-&repo=bb&tag=1'
  const body = await imageTar()
  const send = () => rawCall(host, path, {method: 'POST', body})
  // Of an engine that refuses before it has read all, Node sees the closed connection and not the answer: ask once more.
  const answer = await send().catch(send)
  if (answer.status !== 200) throw new Error(`${host} refused the image ${IMAGE}: ${JSON.stringify(answer.body)}`)
}
