import {createInterface} from 'node:readline'

/**
 * Docker's question: `QUESTION [y/N] ` and one line of answer; only `y` or `Y` is a yes, an end of input is a no.
 */
export async function confirm(
  question: string,
  io: {readonly ask: NodeJS.WritableStream; readonly answer: NodeJS.ReadableStream},
): Promise<boolean> {
  io.ask.write(`${question} [y/N] `)
  const lines = createInterface({input: io.answer, terminal: false})
  try {
    for await (const line of lines) return line.trim().toLowerCase() === 'y'
    return false
  } finally {
    lines.close()
  }
}
