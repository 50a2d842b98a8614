import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {commandGroups, examplesOf, flagGroups, flagRow, type HelpCommand, usageOf} from '../src/lib/view/help.js'

/** `npm run docs`: docs/commands.md, from the built commands' manifest. */
const FILE = fileURLToPath(new URL('../docs/commands.md', import.meta.url))
const MANIFEST = fileURLToPath(new URL('../oclif.manifest.json', import.meta.url))

/** The reference of all commands as Markdown. @param manifest the text of oclif.manifest.json */
export function commandsDoc(manifest: string): string {
  const commands = Object.values((JSON.parse(manifest) as {commands: Record<string, HelpCommand>}).commands)
  const common = commands[0]
  const parts = commandGroups(commands).map(([title, group]) => {
    const all = group.flatMap((command) => [
      command,
      ...commands.filter(({id, hidden}) => id.startsWith(`${command.id}:`) && !hidden),
    ])
    return [`## ${title.charAt(0)}${title.slice(1).toLowerCase()}\n`, ...all.map(commandDoc)].join('\n')
  })
  const shared = common ? flagGroups(common).slice(1) : []
  return [
    '# Commands\n',
    'Made by `npm run docs` from what the commands say of themselves; not edited by hand.\n',
    ...parts,
    '## Options of every command\n',
    ...shared.map(([, flags]) => flagList(flags.map(flagRow))),
  ].join('\n')
}

function commandDoc(command: HelpCommand): string {
  const {id, summary = '', description = '', aliases} = command
  const examples = examplesOf(command)
  const [own] = flagGroups(command)
  const parts = [
    `### dnet ${id.replaceAll(':', ' ')}\n`,
    `${summary}.${aliases.length > 0 ? ` Also called \`${aliases.map((alias) => alias.replaceAll(':', ' ')).join('`, `')}\`.` : ''}\n`,
    description === '' ? '' : `${description.replace(/^ {2}/gm, '    ')}\n`,
    `\`\`\`\n${usageOf(command).join('\n')}\n\`\`\`\n`,
    own && own[0] === 'OPTIONS' ? flagList(own[1].map(flagRow)) : '',
    examples.length > 0 ? `\`\`\`sh\n${examples.join('\n')}\n\`\`\`\n` : '',
  ]
  return parts.filter((part) => part !== '').join('\n')
}

const flagList = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([spelled, summary]) => `- \`${spelled.trim()}\` ${summary}\n`).join('')

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, commandsDoc(readFileSync(MANIFEST, 'utf8')))
