import {execFile} from 'node:child_process'
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {shellLine} from '../../src/lib/shell-words.js'
import {builtDnet, type Program, referenceCli} from './docker-cli.js'
import type {TestEngine} from './fixture.js'
import type {Ended} from './run-dnet.js'

export interface Shell {
  /** Runs lines in bash as if pasted, with the Docker CLI and the built program at hand. */
  paste(lines: string): Promise<Ended>
  remove(): Promise<void>
}

/** A shell whose `docker` and `dnet` talk to the engine. @throws Error when there is no Docker CLI */
export async function shellOn(engine: TestEngine): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'dnet-paste-'))
  const put = async ({name, command}: Program): Promise<void> => {
    if (command[0] === name) return // It is on PATH already.
    await writeFile(join(folder, name), `#!/bin/sh\nexec ${shellLine(command)} "$@"\n`)
    await chmod(join(folder, name), 0o755)
  }
  await put(await referenceCli())
  await put(builtDnet())
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    DOCKER_HOST: engine.host,
  }
  return {
    paste: (lines) =>
      new Promise((resolve) => {
        const child = execFile('bash', ['-c', lines], {cwd: folder, env}, (error, stdout, stderr) =>
          resolve({exit: error ? (error.signal ?? Number(error.code)) : 0, stdout, stderr}),
        )
        child.stdin?.end()
      }),
    remove: () => rm(folder, {recursive: true, force: true}),
  }
}
