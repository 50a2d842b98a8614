import type {Readable} from 'node:stream'

/** Go's strings.TrimSpace trims exactly these; JavaScript's `trim` takes a byte order mark for a blank too. */
const YES = /^\p{White_Space}*[yY]\p{White_Space}*$/u

/**
 * Docker's question: `QUESTION [y/N] ` and one line of answer; only `y` or `Y` is a yes, an end of input is a no.
 */
export async function confirm(
  question: string,
  io: {readonly ask: NodeJS.WritableStream; readonly answer: Readable; readonly signal?: AbortSignal},
): Promise<boolean> {
  io.ask.write(`${question} [y/N] `)
  // What is said next begins on a line of its own.
  const endLine = () => io.ask.write('\n')
  io.signal?.addEventListener('abort', endLine)
  try {
    return YES.test(await firstLine(io.answer, io.signal))
  } finally {
    io.signal?.removeEventListener('abort', endLine)
  }
}

/** What comes before the first line feed, or before the end. A carriage return ends no line, unlike in node:readline. */
function firstLine(stream: Readable, signal: AbortSignal | undefined): Promise<string> {
  // An earlier question may have read it to its end, which is not told twice.
  if (stream.readableEnded || stream.destroyed) return Promise.resolve('')
  return new Promise((resolve, reject) => {
    let text = ''
    const done = (settle: () => void) => {
      stream.off('data', take).off('end', end).off('close', end).off('error', fail).pause()
      signal?.removeEventListener('abort', stop)
      settle()
    }
    const end = () => done(() => resolve(text.split('\n', 1)[0] ?? ''))
    const fail = (error: Error) => done(() => reject(error))
    const stop = () => done(() => reject(signal?.reason))
    const take = (piece: Buffer | string) => {
      text += String(piece)
      if (text.includes('\n')) end()
    }
    signal?.addEventListener('abort', stop)
    stream.on('data', take).on('end', end).on('close', end).on('error', fail)
  })
}
