import type {Config} from '@oclif/core'
import {pickOne, type Row} from './prompt.js'

/** The commands that people most likely want; the others follow by name. */
const FIRST = ['ls', 'inspect', 'create', 'connect', 'disconnect', 'rm', 'who', 'dns']

/**
 * Asks which command to run.
 * @returns its id
 * @throws DnetError INTERRUPTED, without a message, if the person cancels
 */
export function chooseCommand(config: Config): Promise<string> {
  const place = (id: string): number => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length)
  const rows: Row[] = config.commands
    .filter(({id, hidden, aliases}) => !hidden && !aliases.includes(id))
    .map(({id, summary = ''}) => ({value: id, label: id.replaceAll(':', ' '), about: summary}))
    .toSorted((a, b) => place(a.value) - place(b.value) || (a.value < b.value ? -1 : 1))
  return pickOne('what do you want to do?', rows, {noColour: false})
}
