import type {Readable} from 'node:stream'

/** Exactly what Go's strings.TrimSpace trims; JavaScript's `trim` also removes a byte order mark. */
const YES = /^\p{White_Space}*[yY]\p{White_Space}*$/u

/**
 * Docker's question: `QUESTION [y/N] ` and one line of answer; only `y` or `Y` is a yes, an end of input is a no.
 */
export async function confirm(
  question: string,
  io: {readonly ask: NodeJS.WritableStream; readonly answer: Readable; readonly signal?: AbortSignal},
): Promise<boolean> {
  io.ask.write(`${question} [y/N] `)
  // The next output starts on a new line.
  const endLine = () => io.ask.write('\n')
  io.signal?.addEventListener('abort', endLine)
  try {
    return YES.test(await firstLine(io.answer, io.signal))
  } finally {
    io.signal?.removeEventListener('abort', endLine)
  }
}

/** The text up to the first line feed or the end. Unlike in node:readline, a carriage return does not end a line. */
function firstLine(stream: Readable, signal: AbortSignal | undefined): Promise<string> {
  // An earlier question may have read the stream to its end, and `end` is emitted only once.
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
