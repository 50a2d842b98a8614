import {deepEqual} from 'node:assert/strict'
import {type ComposeRequest, loadCompose} from '../../src/lib/compose/load.js'
import type {ComposeProject} from '../../src/lib/compose/project.js'

/** Files by path, and how they are asked for. The project is /p/compose.yaml unless the request names others. */
export const load = (contents: Record<string, string>, request: Partial<ComposeRequest> = {}): ComposeProject =>
  loadCompose({
    files: ['/p/compose.yaml'],
    currentDirectory: '/',
    readFile: (path) => contents[path],
    environment: {},
    ...request,
  })

/** `FILE:LINE MESSAGE` for each problem. */
export const problemsOf = (contents: Record<string, string>, request: Partial<ComposeRequest> = {}): string[] =>
  load(contents, request).problems.map(({file, line, message}) => `${file}:${line} ${message}`)

/** The first host port of each port of each active service, 0 for any; there has to be no problem. */
export function hostPorts(
  contents: Record<string, string>,
  request: Partial<ComposeRequest> = {},
): Record<string, number[]> {
  const project = load(contents, request)
  deepEqual(project.problems, [])
  return Object.fromEntries(
    project.services
      .filter((service) => service.active)
      .map((service) => [service.name, service.ports.map((port) => port.hostPorts?.first ?? 0)]),
  )
}

/** A compose file, and one laid over it. */
export const TWO: Partial<ComposeRequest> = {files: ['/p/compose.yaml', '/p/over.yaml']}
