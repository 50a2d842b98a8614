import {createHash} from 'node:crypto'
import type {ComposeNetwork, ComposeSubnet} from '../../compose/project.js'

/** The label by which Compose knows whether what it created is as its files say. */
export const HASH_LABEL = 'com.docker.compose.config-hash'

/**
 * What Compose writes into {@link HASH_LABEL} of a network that it creates from these settings
 * (pkg/compose/hash.go NetworkHash; the fields are those of compose-go types.NetworkConfig, seen with 2.40.3).
 */
export function networkHash(written: ComposeNetwork): string {
  const {name, driver, driverOptions, ipamDriver, subnets, internal, attachable, labels, enableIPv4, enableIPv6} =
    written
  const ipam = object([text('driver', ipamDriver), subnets.length > 0 && `"config":[${subnets.map(pool).join(',')}]`])
  const settings = object([
    text('name', name),
    text('driver', driver),
    record('driver_opts', driverOptions),
    `"ipam":${ipam}`,
    internal && '"internal":true',
    attachable && '"attachable":true',
    record('labels', labels),
    enableIPv4 !== undefined && `"enable_ipv4":${enableIPv4}`,
    enableIPv6 !== undefined && `"enable_ipv6":${enableIPv6}`,
  ])
  return createHash('sha256').update(settings).digest('hex')
}

const pool = ({subnet, gateway, ipRange, auxAddresses}: ComposeSubnet): string =>
  object([
    text('subnet', subnet),
    text('gateway', gateway),
    text('ip_range', ipRange),
    record('aux_addresses', auxAddresses),
  ])

const object = (fields: readonly (string | false)[]): string => `{${fields.filter(Boolean).join(',')}}`

const text = (key: string, value: string): string | false => value !== '' && `${quoted(key)}:${quoted(value)}`

/** Not by JSON.stringify, which puts keys that are numbers first. */
function record(key: string, values: Readonly<Record<string, string>>): string | false {
  const keys = Object.keys(values).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return keys.length > 0 && `${quoted(key)}:${object(keys.map((one) => `${quoted(one)}:${quoted(values[one] ?? '')}`))}`
}

/** Go also escapes what HTML and JavaScript would take for more than text (encoding/json Marshal). */
const quoted = (value: string): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
