import type {CreateRequest} from '../../src/lib/plan/subnets/create-request.js'
import type {NetworkSpec} from '../../src/lib/spec/network-spec.js'

const NETWORK: CreateRequest['network'] = {
  name: 'new',
  driver: 'bridge',
  scope: '',
  enableIPv4: undefined,
  enableIPv6: undefined,
  internal: false,
  attachable: false,
  ingress: false,
  configOnly: false,
  configFrom: '',
  ipamDriver: 'default',
  ipamOptions: {},
  options: {},
  labels: {},
}

/** A bridge network called "new", with nothing asked of it but what is given. */
export const networkSpec = (parts: Partial<NetworkSpec> = {}): NetworkSpec => ({...NETWORK, subnets: [], ...parts})

export type Wish = Partial<Omit<CreateRequest, 'network' | 'addresses'>> & {
  readonly network?: Partial<CreateRequest['network']>
  readonly addresses?: Partial<CreateRequest['addresses']>
}

/** What `dnet create new` asks for, with what is given. */
export const wish = ({network = {}, addresses = {}, ...rest}: Wish): CreateRequest => ({
  network: {...NETWORK, ...network},
  addresses: {subnets: [], ipRanges: [], gateways: [], auxAddresses: {}, ...addresses},
  hosts: undefined,
  pools: [],
  avoid: [],
  gatewayAt: undefined,
  saneGateway: false,
  ...rest,
})
