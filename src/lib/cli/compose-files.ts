import {loadCompose} from '../compose/load.js'
import type {ComposeProject} from '../compose/project.js'
import {diskFiles} from '../engine/files.js'
import {DnetError} from '../errors.js'

/**
 * Reads compose files from disk, with the environment of this process.
 * @param profiles if empty, those of COMPOSE_PROFILES, as in Compose
 * @throws DnetError BAD_CONFIG naming every problem with its file and line
 */
export function readComposeFiles(
  files: readonly string[],
  profiles: readonly string[],
  note: (line: string) => void,
): ComposeProject {
  const readFile = (path: string): string | undefined => diskFiles.read(path)?.toString()
  const wanted = profiles.length > 0 ? profiles : (process.env.COMPOSE_PROFILES ?? '').split(',').filter(Boolean)
  const project = loadCompose({
    files,
    currentDirectory: process.cwd(),
    readFile,
    environment: process.env,
    profiles: wanted,
  })
  for (const {file, line, message} of project.warnings) note(`Warning: ${file}:${line}: ${message}`)
  if (project.problems.length === 0) return project
  const lines = project.problems.map(({file, line, message}) => `${file}:${line}: ${message}`)
  throw new DnetError('BAD_CONFIG', lines.join('\n'), 'docker compose config shows how Compose reads it')
}
