import {addAbortSignal} from 'node:stream'
import {DnetError} from '../errors.js'

/** Bytes. */
const MOST_BYTES = 256 * 2 ** 20

/**
 * All of stdin as text; '' at once if it is a terminal.
 * @param signal once aborted, it is read no further
 * @throws DnetError BAD_CONFIG if it has no end in sight, and the signal's reason
 */
export async function readStdin(signal: AbortSignal): Promise<string> {
  const {stdin} = process
  if (stdin.isTTY) return ''
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of addAbortSignal(signal, stdin) as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MOST_BYTES)
      throw new DnetError('BAD_CONFIG', `standard input has more than ${MOST_BYTES / 2 ** 20} MiB`, 'give it less')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}
