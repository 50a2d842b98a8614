/** Time that passes only when a test says so. */
export interface Clock {
  /** How often a running timer was begun again. */
  readonly refreshed: number
  /** Lets so many milliseconds pass, and what falls due in them happen in its order. */
  pass(milliseconds: number): void
  /** Gives the process its own clock back. */
  restore(): void
}

interface Timer {
  due: number
  refresh(): Timer
  unref(): Timer
}

/** Takes `setTimeout`, `setInterval` and `Date.now` away from this process until `restore`; input and output go on. */
export function stoppedClock(): Clock {
  const own = {setTimeout, clearTimeout, setInterval, clearInterval}
  const dateNow = Date.now
  const running = new Map<Timer, () => void>()
  let now = 0
  let refreshed = 0
  const start = (act: () => void, delay: number, again: boolean): Timer => {
    const timer: Timer = {
      due: now + delay,
      refresh: () => {
        refreshed += 1
        timer.due = now + delay
        return timer
      },
      unref: () => timer,
    }
    running.set(timer, () => {
      if (again) timer.due += delay
      else running.delete(timer)
      act()
    })
    return timer
  }
  const clear = (timer: Timer): void => void running.delete(timer)
  const next = (until: number): [Timer, () => void] | undefined =>
    [...running].filter(([{due}]) => due <= until).sort(([a], [b]) => a.due - b.due)[0]
  Object.assign(globalThis, {
    setTimeout: (act: () => void, delay = 0) => start(act, delay, false),
    setInterval: (act: () => void, delay = 0) => start(act, delay, true),
    clearTimeout: clear,
    clearInterval: clear,
  })
  Date.now = () => now
  return {
    get refreshed() {
      return refreshed
    },
    pass: (milliseconds) => {
      const until = now + milliseconds
      for (let found = next(until); found; found = next(until)) {
        now = found[0].due
        found[1]()
      }
      now = until
    },
    restore: () => {
      Object.assign(globalThis, own)
      Date.now = dateNow
    },
  }
}
