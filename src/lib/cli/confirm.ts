/** Go's strings.TrimSpace trims exactly these; JavaScript's `trim` takes a byte order mark for a blank too. */
const YES = /^\p{White_Space}*[yY]\p{White_Space}*$/u

/**
 * Docker's question: `QUESTION [y/N] ` and one line of answer; only `y` or `Y` is a yes, an end of input is a no.
 */
export async function confirm(
  question: string,
  io: {readonly ask: NodeJS.WritableStream; readonly answer: NodeJS.ReadableStream},
): Promise<boolean> {
  io.ask.write(`${question} [y/N] `)
  return YES.test(await firstLine(io.answer))
}

/** What comes before the first line feed, or before the end. A carriage return ends no line, unlike in node:readline. */
function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const done = (settle: () => void) => {
      stream.off('data', take).off('end', end).off('close', end).off('error', fail).pause()
      settle()
    }
    const end = () => done(() => resolve(text.split('\n', 1)[0] ?? ''))
    const fail = (error: Error) => done(() => reject(error))
    const take = (piece: Buffer | string) => {
      text += String(piece)
      if (text.includes('\n')) end()
    }
    stream.on('data', take).on('end', end).on('close', end).on('error', fail)
  })
}
