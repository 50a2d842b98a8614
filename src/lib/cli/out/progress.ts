import type {Engine} from '../../engine/engine.js'

/** Milliseconds before a person who waits is told why. */
const PATIENCE = 1000

const CLEAR_LINE = '\r\u001b[K'

/**
 * An engine that says on a terminal that it is waiting: after a second, a line on `out`, erased at the answer.
 */
export function patient(engine: Engine, out: NodeJS.WritableStream): Engine {
  return {
    get apiVersion() {
      return engine.apiVersion
    },
    observe: (needs) => telling(out, 'looking at networks and containers', engine.observe(needs)),
    execute: (operation, signal) => telling(out, 'waiting for the engine', engine.execute(operation, signal)),
    rawNetwork: (name, options) => telling(out, 'waiting for the engine', engine.rawNetwork(name, options)),
    hostLinks: (containers) => engine.hostLinks(containers),
    machine: () => engine.machine(),
    hostsFile: (container) => telling(out, 'looking at names', engine.hostsFile(container)),
    changes: () => engine.changes(),
    close: () => engine.close(),
  }
}

/** Waits for an answer, and says so once it takes longer than a second. */
export async function telling<T>(out: NodeJS.WritableStream, what: string, answer: Promise<T>): Promise<T> {
  const since = Date.now()
  let told = false
  const tell = (): void => {
    told = true
    out.write(`${CLEAR_LINE}${what}… ${Math.round((Date.now() - since) / 1000)} s`)
  }
  const timer = setInterval(tell, PATIENCE)
  try {
    return await answer
  } finally {
    clearInterval(timer)
    if (told) out.write(CLEAR_LINE)
  }
}
