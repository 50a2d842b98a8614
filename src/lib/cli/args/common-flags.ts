import type {Interfaces} from '@oclif/core'
import {flag, stringOrNone, triState} from './flags.js'

const ENGINE = {helpGroup: 'ENGINE'} as const
const OUTPUT = {helpGroup: 'OUTPUT'} as const

/** The flags that choose the engine: Docker's own global flags. */
const ENGINE_FLAGS = {
  context: stringOrNone({
    ...ENGINE,
    helpValue: 'NAME',
    summary: 'name of the Docker context to use',
    offers: 'context',
  }),
  host: stringOrNone({...ENGINE, char: 'H', helpValue: 'URL', summary: 'engine to connect to'}),
  config: stringOrNone({...ENGINE, helpValue: 'DIR', summary: 'folder of the Docker client configuration'}),
  tls: triState('use TLS; implied by --tlsverify', ENGINE),
  tlsverify: triState('use TLS and verify the engine', ENGINE),
  tlscacert: stringOrNone({...ENGINE, helpValue: 'FILE', summary: 'trust certificates signed by this CA'}),
  tlscert: stringOrNone({...ENGINE, helpValue: 'FILE', summary: 'client certificate'}),
  tlskey: stringOrNone({...ENGINE, helpValue: 'FILE', summary: 'client key'}),
}

/** The flags of every command: which engine, and how to print. They are also accepted before the command. */
export const COMMON_FLAGS = {
  ...ENGINE_FLAGS,
  json: flag('print one JSON object, also for errors', OUTPUT),
  'no-color': flag('no colours', OUTPUT),
  'no-input': flag('never ask for input', OUTPUT),
  help: flag('print this help', {...OUTPUT, char: 'h'}),
}

/** Which engine to use, or which snapshot to read instead. */
export type EngineFlags = Interfaces.InferredFlags<typeof ENGINE_FLAGS> & {readonly from?: string | undefined}
