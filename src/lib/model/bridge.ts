import type {Network} from './host.js'
import {shortId} from './ids.js'

const NAME_OPTION = 'com.docker.network.bridge.name'

/**
 * The Linux bridge of a network: the name from its options, else Docker's default name (moby v28.2.2
 * drivers/bridge/bridge_linux.go, parseNetworkOptions); '' for a driver without one.
 */
export const bridgeOf = ({driver, options, id}: Network): string =>
  driver === 'bridge' ? options[NAME_OPTION] || `br-${shortId(id)}` : ''
