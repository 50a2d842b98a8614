import {Flags, type Interfaces} from '@oclif/core'

/** The flags of every command: which engine, and how to answer. */
export const COMMON_FLAGS = {
  context: Flags.string({helpGroup: 'ENGINE', helpValue: 'NAME', summary: 'name of the Docker context to use'}),
  host: Flags.string({char: 'H', helpGroup: 'ENGINE', helpValue: 'URL', summary: 'engine to connect to'}),
  config: Flags.string({helpGroup: 'ENGINE', helpValue: 'DIR', summary: "folder of Docker's client configuration"}),
  tls: Flags.boolean({helpGroup: 'ENGINE', default: undefined, summary: 'use TLS; implied by --tlsverify'}),
  tlsverify: Flags.boolean({helpGroup: 'ENGINE', default: undefined, summary: 'use TLS and verify the engine'}),
  tlscacert: Flags.string({helpGroup: 'ENGINE', helpValue: 'FILE', summary: 'trust certificates signed by this CA'}),
  tlscert: Flags.string({helpGroup: 'ENGINE', helpValue: 'FILE', summary: 'client certificate'}),
  tlskey: Flags.string({helpGroup: 'ENGINE', helpValue: 'FILE', summary: 'client key'}),
  json: Flags.boolean({helpGroup: 'OUTPUT', summary: 'print one JSON object; errors too'}),
  'no-color': Flags.boolean({helpGroup: 'OUTPUT', summary: 'no colours'}),
  'no-input': Flags.boolean({helpGroup: 'OUTPUT', summary: 'never ask'}),
  help: Flags.boolean({char: 'h', helpGroup: 'OUTPUT', summary: 'print this help'}),
}

/** The flags that choose the engine. */
export type EngineFlags = Pick<
  Interfaces.InferredFlags<typeof COMMON_FLAGS>,
  'context' | 'host' | 'config' | 'tls' | 'tlsverify' | 'tlscacert' | 'tlscert' | 'tlskey'
> & {
  /** A snapshot to look at in place of an engine. */
  readonly from?: string | undefined
}
