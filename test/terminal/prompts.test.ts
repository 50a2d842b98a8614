import {deepEqual, equal, match, ok} from 'node:assert/strict'
import {hostile, shop} from '../build/shop.js'
import {expectGolden} from '../harness/golden.js'
import {LONG} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'
import {snapshotFile} from '../harness/snapshot-file.js'
import {KEY, openTerminal, type TerminalOptions} from '../harness/terminal.js'

const GREEN = '\u001b[32m'
const SHOW_CURSOR = '\u001b[?25h'
const HIDE_CURSOR = '\u001b[?25l'

/** What is done in a terminal: wait for a text, then type. */
type Step = readonly [wait: RegExp, type: string]

async function run(words: readonly string[], steps: readonly Step[], options: Partial<TerminalOptions> = {}) {
  const terminal = openTerminal(words, {columns: 80, rows: 24, ...options, env: {NO_COLOR: '1', ...options.env}})
  try {
    for (const [wait, keys] of steps) {
      await terminal.until(wait)
      terminal.type(keys)
    }
    const exit = await terminal.ended
    return {exit, screen: terminal.screen(), bytes: terminal.bytes()}
  } finally {
    terminal.close()
  }
}

/** What each prompt ends with: where it is on the screen, all of the prompt is, however its bytes came. */
const PAINTED = /esc to cancel\n$/

/** What is on the screen when a prompt with a text in it has come; the program is then left with Ctrl-C. */
async function screenAt(
  words: readonly string[],
  steps: readonly Step[],
  wait: RegExp,
  options: Partial<TerminalOptions>,
) {
  const terminal = openTerminal(words, {columns: 80, rows: 24, ...options})
  try {
    for (const [before, keys] of steps) {
      await terminal.until(before)
      terminal.type(keys)
    }
    await terminal.until(new RegExp(`${wait.source}[\\s\\S]*${PAINTED.source}`))
    const shown = {screen: terminal.screen(), bytes: terminal.bytes()}
    terminal.type(KEY.ctrlC)
    await terminal.ended
    return shown
  } finally {
    terminal.close()
  }
}

describe('prompts', () => {
  let file: ReturnType<typeof snapshotFile>
  let hostileFile: ReturnType<typeof snapshotFile>
  let from: readonly string[]
  before(() => {
    file = snapshotFile(shop())
    hostileFile = snapshotFile(hostile())
    from = ['--from', file.path]
  })
  after(() => {
    file.remove()
    hostileFile.remove()
  })

  for (const columns of LONG ? [60, 80, 200] : [60, 200]) {
    // The widths differ in what is cut, and colours may go wrong where least fits.
    for (const colour of LONG || columns === 60 ? [true, false] : [false]) {
      const look = `${columns}${colour ? '-colour' : ''}`
      const options = {columns, rows: 24, env: {NO_COLOR: colour ? undefined : '1'}}

      it(`several choices: ${look}`, async () => {
        const steps: Step[] = [
          [/which networks/, KEY.space],
          [/◉/, KEY.down],
        ]
        const shown = await screenAt(['inspect', ...from], steps, /❯ ◯ bridge/, options)
        expectGolden(`terminal/choices-${columns}`, shown.screen)
        equal(shown.bytes.includes(GREEN), colour)
      })

      it(`the menu: ${look}`, async () => {
        const shown = await screenAt([], [[/what do you want/, 'inspect']], /do\? inspect\n❯ inspect/, options)
        expectGolden(`terminal/menu-${columns}`, shown.screen)
        equal(shown.bytes.includes(GREEN), colour)
      })

      it(`the wizard: ${look}`, async () => {
        const steps: Step[] = [
          [/name of the network/, 'web\r'],
          [/network "web" already exists/, '2\r'],
          [/what kind/, KEY.down + KEY.enter],
        ]
        const shown = await screenAt(['create', ...from], steps, /which subnet/, options)
        expectGolden(`terminal/wizard-${columns}`, shown.screen)
        equal(shown.bytes.includes(GREEN), colour)
      })
    }
  }

  it('what is typed narrows the choice, and enter takes it', async () => {
    const {exit, screen} = await run(
      ['dns', ...from],
      [
        [/which network or container/, 'we'],
        [/❯ web/, KEY.enter],
      ],
    )
    equal(exit, 0)
    match(screen, /^same as: dnet dns --from \S+ web\nNAME/)
  })

  for (const [what, keys, chosen] of [
    ['enter', `we${KEY.enter}`, 'web'],
    ['a correction', `bx${KEY.backspace}ack${KEY.enter}`, 'back'],
    ['tab', `we${KEY.tab}${KEY.enter}`, 'web'],
    ['arrows', `containers${KEY.down}${KEY.up}${KEY.down}${KEY.enter}`, 'web'],
  ] as const) {
    it(`what comes in one piece with ${what} is heeded in its order`, async () => {
      const {exit, screen} = await run(['dns', ...from], [[/❯ back/, keys]])
      equal(exit, 0)
      match(screen, new RegExp(`^same as: dnet dns --from \\S+ ${chosen}\\n`))
    })
  }

  it('enter with nothing ticked chooses nothing, and says what to do', async () => {
    const steps: Step[] = [
      [/which networks/, 'web\r'],
      [/networks\? web\n❯ ◯ web[\s\S]*\nnothing chosen: space to choose, esc to cancel\n/, KEY.enter],
      [/nothing chosen/, KEY.escape],
    ]
    const {exit, screen} = await run(['inspect', ...from], steps)
    deepEqual([exit, screen.trim()], [130, ''])
  })

  it('that nothing is chosen is said until the next key, and no longer', async () => {
    const shown = await screenAt(
      ['inspect', ...from],
      [
        [/which networks/, KEY.enter],
        [/nothing chosen/, KEY.space],
      ],
      /❯ ◉ back/,
      {},
    )
    equal(shown.screen.includes('nothing chosen'), false)
  })

  it('a low terminal shows a part of a list, and moves it along', async () => {
    const steps: Step[] = [[/❯ ◯ back/, KEY.down.repeat(5)]]
    const shown = await screenAt(['inspect', ...from], steps, /❯ ◯ web/, {columns: 60, rows: 8})
    deepEqual(shown.screen.split('\n').slice(-8), [
      '? dnet inspect: which networks?',
      '  ◯ mesh    overlay 10.0.1.0/24',
      '  ◯ none    null',
      '❯ ◯ web     bridge 10.7.0.0/24 fd07::/64 2 containers',
      '',
      'type to search, ↑↓ to move, space to choose',
      'enter to confirm, esc to cancel',
      '',
    ])
  })

  for (const [what, words, wait] of [
    ['a question', ['dns'], /which network/],
    ['the menu', [], /what do you want/],
  ] as const) {
    it(`SIGTERM ends ${what} without a trace`, async () => {
      const terminal = openTerminal([...words, ...(words.length > 0 ? from : [])], {columns: 80, rows: 24})
      try {
        await terminal.until(wait)
        terminal.kill('SIGTERM')
        deepEqual([await terminal.ended, terminal.screen().trim()], [130, ''])
      } finally {
        terminal.close()
      }
    })
  }

  it('several choices are taken in the order of the list', async () => {
    const steps: Step[] = [
      [/which networks/, 'web'],
      [/❯ ◯ web/, KEY.space],
      [/❯ ◉ web/, '\u007f\u007f\u007f'],
      [/◯ back/, KEY.space],
      [/◉ back/, KEY.enter],
    ]
    const {exit, screen} = await run(['inspect', '--no-pager', ...from], steps, {columns: 200})
    equal(exit, 0)
    match(screen, /^same as: dnet inspect --no-pager --from \S+ back web\n/)
  })

  it('the wizard ends with the command that does the same', async () => {
    const steps: Step[] = [
      [/name of the network/, 'lab\r'],
      [/what kind/, KEY.down + KEY.enter],
      [/which subnet/, KEY.down + KEY.enter],
    ]
    const {screen} = await run(['create', '--dry-run', ...from], steps)
    match(
      screen.replaceAll('\n', ''),
      /^same as: dnet create --dry-run --from \S+ --internal --subnet 172\.\d+\.\d+\.0\/24 labwould/,
    )
    match(screen, /would create network lab: bridge, 172\.\d+\.\d+\.0\/24/)
  })

  it('the menu runs what is chosen', async () => {
    const steps: Step[] = [
      [/what do you want/, 'completion'],
      [/❯ completion/, KEY.enter],
      [/dnet completion: which shell/, 'fish'],
      [/❯ fish/, KEY.enter],
    ]
    const {exit, screen} = await run([], steps)
    equal(exit, 0)
    match(screen, /complete -c dnet/)
  })

  for (const [what, words, wait] of [
    ['a choice', ['inspect'], /which networks/],
    ['a single choice', ['dns'], /which network/],
    ['the wizard', ['create'], /name of the network/],
    ['the menu', [], /what do you want/],
  ] as const) {
    for (const [key, keys] of [
      ['Ctrl-C', KEY.ctrlC],
      ['Esc', KEY.escape],
      ['Ctrl-D', KEY.ctrlD],
    ] as const) {
      it(`${key} leaves ${what} without a trace`, async () => {
        const {exit, screen, bytes} = await run([...words, ...(words.length > 0 ? from : [])], [[wait, keys]])
        deepEqual([exit, screen.trim()], [130, ''])
        ok(bytes.lastIndexOf(SHOW_CURSOR) > bytes.lastIndexOf(HIDE_CURSOR))
      })
    }
  }

  it('what other people wrote stays inside its row', async () => {
    const shown = await screenAt(['inspect', '--from', hostileFile.path], [], /which networks/, {columns: 60})
    expectGolden('terminal/hostile-60', shown.screen)
    for (const sequence of ['\u001b]', '\u001b[31mred', '\u202e']) equal(shown.bytes.includes(sequence), false)
  })

  for (const [why, words, options] of [
    ['in CI', ['rm'], {env: {CI: 'true'}}],
    ['with --no-input', ['rm', '--no-input'], {}],
    ['under --json', ['rm', '--json'], {}],
  ] as const) {
    it(`${why} a missing word is a usage error at once`, async () => {
      const {exit, screen} = await run(words, [], options)
      equal(exit, 2)
      match(screen, /requires at least 1 argument/)
    })
  }

  it('without a terminal a missing word is a usage error at once, and dnet alone prints help', async () => {
    const missing = await runDnet(['rm', ...from])
    deepEqual([missing.exit, missing.stdout], [2, ''])
    const alone = await runDnet([])
    deepEqual([alone.exit, alone.stderr], [0, ''])
  })
})
