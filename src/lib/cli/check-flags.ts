import {Flags} from '@oclif/core'

/** `--no-check`, of every command that looks before it leaps. */
export const noCheck = () => Flags.boolean({summary: 'do not look at what is there first'})

/** `--strict`, likewise. */
export const strict = () => Flags.boolean({summary: 'make every warning an error, before anything is changed'})
