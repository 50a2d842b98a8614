import {diskFiles} from '../../src/lib/engine/files.js'
import {type Connection, type ConnectOptions, connect} from '../../src/lib/engine/reach/connection.js'
import {type EngineChoice, resolveEngineAddress} from '../../src/lib/engine/reach/engine-address.js'

/** A connection to the engine that `flags` name, with nothing of this process's environment or home. */
export function reach(flags: EngineChoice, options: ConnectOptions = {}, configDir = '/nowhere'): Promise<Connection> {
  const around = {
    env: {},
    home: '/nowhere',
    platform: process.platform,
    files: diskFiles,
    configDir,
    currentContext: '',
  }
  return connect(resolveEngineAddress(flags, around), options)
}
