#!/usr/bin/env node
import module from 'node:module'
import {fileURLToPath} from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  // In words that an older Node understands, as it would show a stack for any other.
  process.stderr.write(`Error: dnet needs Node 20.19 or newer, and this is Node ${process.versions.node}\n`)
  process.exit(1)
}
// Node 22.8 and up can keep compiled code between runs.
if (module.enableCompileCache) module.enableCompileCache()
import('../dist/main.js').then(({main}) => main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url))))
