import {unpackedPackages} from './debian.js'

/**
 * An unpacked Debian package's program, with the package laid over /usr in a mount namespace of its own: zsh and fish
 * look for their modules and functions where Debian would install them.
 */
export async function unpackedShell(name: 'zsh' | 'fish', args: readonly string[]) {
  const tree = await unpackedPackages('trixie', [name])
  const lay = 'mount -t overlay overlay -o lowerdir="$0/usr:/usr" /usr && exec "$@"'
  return ['/usr/bin/unshare', ['--mount', 'sh', '-c', lay, tree, name, ...args]] as const
}
