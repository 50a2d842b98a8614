import {execFile} from 'node:child_process'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {debianCommand} from './debian-command.js'

const execute = promisify(execFile)

/** Files in PEM. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** A certificate authority of a test's own, in a folder of its own. */
export interface Authority extends KeyPair {
  /** A pair signed by this authority, good for one day; `names` is its subjectAltName, '' for none. */
  issue(name: string, names: string): Promise<KeyPair>
}

/** An authority whose files go to `folder`. @throws Error with openssl's words */
export async function authority(folder: string): Promise<Authority> {
  const [openssl, ...prefix] = await debianCommand('openssl')
  const run = (args: readonly string[]): Promise<unknown> => execute(openssl, [...prefix, ...args])
  const pair = (name: string): KeyPair => ({cert: join(folder, `${name}.pem`), key: join(folder, `${name}-key.pem`)})
  const ca = pair('ca')
  const config = join(folder, 'openssl.cnf')
  await mkdir(folder, {recursive: true})
  await writeFile(
    config,
    '[req]\ndistinguished_name=dn\nx509_extensions=ca\n[dn]\n[ca]\nbasicConstraints=critical,CA:true\n',
  )
  const request = ['req', '-config', config, '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc']
  await run([...request, '-x509', '-days', '1', '-subj', '/CN=test authority', '-keyout', ca.key, '-out', ca.cert])
  const issue = async (name: string, names: string): Promise<KeyPair> => {
    const made = pair(name)
    const wish = join(folder, `${name}.csr`)
    const extensions = join(folder, `${name}.ext`)
    const alternatives = names && `subjectAltName=${names}\n`
    await writeFile(extensions, `${alternatives}extendedKeyUsage=serverAuth,clientAuth\n`)
    await run([...request, '-subj', `/CN=${name}`, '-keyout', made.key, '-out', wish])
    const signer = ['-CA', ca.cert, '-CAkey', ca.key, '-CAcreateserial']
    await run(['x509', '-req', '-in', wish, ...signer, '-days', '1', '-extfile', extensions, '-out', made.cert])
    return made
  }
  return {...ca, issue}
}
