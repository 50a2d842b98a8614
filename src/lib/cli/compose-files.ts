import {statSync} from 'node:fs'
import {basename, delimiter} from 'node:path'
import {loadCompose} from '../compose/load.js'
import type {ComposeProblem} from '../compose/problem.js'
import type {ComposeProject} from '../compose/project.js'
import {wantedFiles} from '../compose/wanted-files.js'
import {diskFiles, readText} from '../engine/files.js'
import {DnetError} from '../errors.js'

/** What the command line says of the compose project; what it leaves out is found as `docker compose` finds it. */
interface ComposeFlags {
  readonly compose: readonly string[]
  readonly profile: readonly string[]
  readonly 'project-name': string
  readonly 'compose-env-file': readonly string[]
}

/**
 * Reads compose files from disk, with the environment of this process.
 * @returns undefined if none are named and there are none where `docker compose` would look
 * @throws DnetError BAD_CONFIG naming every problem with its file and line
 */
export function readComposeFiles(flags: ComposeFlags, note: (line: string) => void): ComposeProject | undefined {
  const problems: ComposeProblem[] = []
  const request = wantedFiles(
    {
      files: flags.compose,
      currentDirectory: process.cwd(),
      readFile,
      environment: process.env,
      profiles: flags.profile,
      projectName: flags['project-name'],
      ...(flags['compose-env-file'].length > 0 ? {envFiles: flags['compose-env-file']} : {}),
    },
    delimiter,
    {add: (at, message) => problems.push({...at, message})},
  )
  refuse(problems)
  if (request.files.length === 0) return undefined
  const project = loadCompose(request)
  for (const warning of project.warnings) note(`Warning: ${lineOf(warning)}`)
  refuse(project.problems)
  return project
}

/** A folder called `.env` is none, as for Compose: Python's environments are often called so. */
const readFile = (path: string): string | undefined =>
  basename(path) === '.env' && isFolder(path) ? undefined : readText(path, diskFiles)

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

function refuse(problems: readonly ComposeProblem[]): void {
  if (problems.length === 0) return
  throw new DnetError('BAD_CONFIG', problems.map(lineOf).join('\n'), 'docker compose config shows how Compose reads it')
}

const lineOf = ({file, line, message}: ComposeProblem): string => `${file}:${line}: ${message}`
