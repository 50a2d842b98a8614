import type {MigrationPlan} from '../../plan/links/migrate.js'
import {operationsOf} from '../../plan/step.js'
import {doneText, planText} from '../operations.js'
import {safeText} from '../text/safe-text.js'
import type {RecreationRow} from './recreation.js'

/** What a migration would do or did, and what is left to do by hand. */
export function migrationText(
  migrations: MigrationPlan['migrations'],
  recreations: readonly RecreationRow[],
  done: boolean,
): string {
  const links = migrations.map(({container, target, alias, network, problem, steps}) => {
    const line = `${container} reaches ${target} as ${alias}: `
    if (problem !== '') return safeText(`${line}not possible: ${problem}`)
    if (steps.length === 0) return safeText(`${line}already done on ${network}`)
    return `${safeText(`${line}on ${network}`)}\n${indented((done ? doneText : planText)(steps.flatMap(operationsOf)))}`
  })
  return links.map((text) => `${text}\n`).join('') + recreationText(recreations)
}

/** The lines that recreate containers without their legacy links. */
function recreationText(recreations: readonly RecreationRow[]): string {
  return recreations
    .map(({container, service, lines, removal}) => {
      const how = service === '' ? 'with' : 'in the compose file'
      const head = safeText(`${container} keeps its legacy links until it is recreated, ${how}:`)
      const last =
        removal === ''
          ? ''
          : `once it works, remove the old one, with all that it wrote outside its volumes: ${safeText(removal)}\n`
      return `${head}\n${indented(lines.map((line) => `${safeText(line)}\n`).join(''))}\n${last}`
    })
    .join('')
}

const indented = (text: string): string => text.trimEnd().replace(/^/gm, '  ')
