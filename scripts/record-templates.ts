/**
 * Runs every template case through the Docker CLI on PATH and writes what it did to test/recorded/templates.json:
 * `npm run record:templates`. Needs a Docker CLI 28; no engine.
 */
import {readFile, writeFile} from 'node:fs/promises'
import {TEMPLATE_CASES, type TemplateCase} from '../test/template/cases.js'
import {DockerOracle, type Outcome} from '../test/template/docker-oracle.js'
import {readNetworks} from '../test/template/recorded-networks.js'

const networks = readNetworks(await readFile('test/recorded/template-networks.json', 'utf8'))
const version = await DockerOracle.version()
if (!version.startsWith('28.')) throw new Error(`the templates are those of Docker CLI 28, this is ${version}`)
const oracle = await DockerOracle.open(networks)
const cases: (TemplateCase & Outcome)[] = []
for (const each of TEMPLATE_CASES) cases.push({...each, ...(await oracle.run(each))})
await oracle.close()
const lines = cases.map((each) => JSON.stringify(each)).join(',\n')
await writeFile('test/recorded/templates.json', `{"cli":"${version}","cases":[\n${lines}\n]}\n`)
console.log(`${cases.length} cases recorded from Docker CLI ${version}`)
