import {
  absent,
  arrayOf,
  count,
  keyed,
  part,
  prefix,
  type Reader,
  safeInteger,
  text,
  textLike,
  texts,
  truth,
  upTo,
} from '../../json-reader.js'

/*
 * What dnet uses of an engine's answers, checked as it enters. What engines leave out, or write as null, is undefined;
 * anything else of another kind is no engine's answer. API 1.24 to 1.52 (moby v28.2.2 api/swagger.yaml), and Podman 5.
 */

type AnswerOf<R> = R extends Reader<infer T> ? T : never

/** What is put into paths of the API. */
const id = textLike('an id', /^\w[\w:.-]*$/)
const port = upTo(65_535)
const list = absent(arrayOf(text))
/** '' where it is left out. */
const orEmpty: Reader<string> = (value, path) => absent(text)(value, path) ?? ''
const words = absent(texts)

const networkFields = {
  Id: id,
  Name: text,
  Created: absent(text),
  Scope: absent(text),
  Driver: absent(text),
  EnableIPv4: absent(truth),
  EnableIPv6: absent(truth),
  IPAM: absent(
    part({
      Driver: absent(text),
      Options: words,
      Config: absent(
        arrayOf(part({Subnet: absent(text), IPRange: absent(text), Gateway: absent(text), AuxiliaryAddresses: words})),
      ),
    }),
  ),
  Internal: absent(truth),
  Attachable: absent(truth),
  Ingress: absent(truth),
  ConfigFrom: absent(part({Network: absent(text)})),
  ConfigOnly: absent(truth),
  Options: words,
  Labels: words,
}

/** One of `GET /networks`. */
export const networkAnswer = part(networkFields)
export type NetworkAnswer = AnswerOf<typeof networkAnswer>

/** A string where `parseWithCounts` read it, which keeps counts above 2^53. */
const addresses: Reader<bigint> = (value, path) => count(Number.isSafeInteger(value) ? String(value) : value, path)

/** `GET /networks/{id}`. */
export const networkDetailsAnswer = part({
  ...networkFields,
  Containers: absent(
    keyed(part({Name: text, EndpointID: orEmpty, MacAddress: orEmpty, IPv4Address: orEmpty, IPv6Address: orEmpty})),
  ),
  Peers: absent(arrayOf(part({Name: orEmpty, IP: orEmpty}))),
  Services: absent(
    keyed(
      part({
        VIP: orEmpty,
        Ports: list,
        Tasks: absent(arrayOf(part({Name: text, EndpointID: orEmpty, EndpointIP: orEmpty}))),
      }),
    ),
  ),
  /** From API 1.52 on. */
  Status: absent(
    part({
      IPAM: absent(
        part({Subnets: absent(keyed(part({IPsInUse: absent(addresses), DynamicIPsAvailable: absent(addresses)})))}),
      ),
    }),
  ),
})
export type NetworkDetailsAnswer = AnswerOf<typeof networkDetailsAnswer>

const endpoint = part({
  IPAMConfig: absent(part({IPv4Address: absent(text), IPv6Address: absent(text), LinkLocalIPs: list})),
  Links: list,
  Aliases: list,
  DNSNames: list,
  DriverOpts: words,
  NetworkID: absent(text),
  EndpointID: absent(text),
  Gateway: absent(text),
  IPAddress: absent(text),
  IPv6Gateway: absent(text),
  GlobalIPv6Address: absent(text),
  MacAddress: absent(text),
  GwPriority: absent(safeInteger),
})
export type EndpointAnswer = AnswerOf<typeof endpoint>

const networkSettings = absent(part({Networks: absent(keyed(endpoint))}))

/** One of `GET /containers/json`. */
export const containerAnswer = part({
  Id: id,
  Names: list,
  Image: absent(text),
  State: absent(text),
  Labels: words,
  Ports: absent(arrayOf(part({IP: absent(text), PrivatePort: port, PublicPort: absent(port), Type: absent(text)}))),
  HostConfig: absent(part({NetworkMode: absent(text)})),
  NetworkSettings: networkSettings,
})
export type ContainerAnswer = AnswerOf<typeof containerAnswer>

/** One port, a range of them, or none. */
const hostPorts = textLike('a port or a range', /^(\d{1,5}(-\d{1,5})?)?$/)

/** `GET /containers/{id}/json`. */
export const containerDetailsAnswer = part({
  State: absent(part({Pid: absent(safeInteger), ExitCode: absent(safeInteger)})),
  RestartCount: absent(safeInteger),
  Config: absent(part({Hostname: absent(text), Env: list, ExposedPorts: absent(keyed((value): unknown => value))})),
  HostConfig: absent(
    part({
      NetworkMode: absent(text),
      PortBindings: absent(keyed(absent(arrayOf(part({HostIp: absent(text), HostPort: absent(hostPorts)}))))),
      PublishAllPorts: absent(truth),
      RestartPolicy: absent(part({Name: absent(text), MaximumRetryCount: absent(safeInteger)})),
      Links: list,
    }),
  ),
  NetworkSettings: networkSettings,
})
export type ContainerDetailsAnswer = AnswerOf<typeof containerDetailsAnswer>

/** `GET /info`. */
export const infoAnswer = part({
  ID: absent(text),
  ServerVersion: absent(text),
  DefaultAddressPools: absent(arrayOf(part({Base: prefix, Size: upTo(128)}))),
  Swarm: absent(
    part({
      LocalNodeState: absent(text),
      ControlAvailable: absent(truth),
      Cluster: absent(part({DefaultAddrPool: absent(arrayOf(prefix)), SubnetSize: absent(upTo(128))})),
    }),
  ),
})
export type InfoAnswer = AnswerOf<typeof infoAnswer>

/** `GET /version`. */
export const versionAnswer = part({ApiVersion: absent(text)})

/** One of `GET /services`. */
export const serviceAnswer = part({
  ID: id,
  Spec: absent(part({Name: absent(text)})),
  Endpoint: absent(
    part({
      Ports: absent(
        arrayOf(
          part({
            Protocol: absent(text),
            PublishedPort: absent(port),
            PublishMode: absent(text),
            TargetPort: absent(port),
          }),
        ),
      ),
    }),
  ),
})

/** `POST /networks/create`. */
export const createdAnswer = part({Id: id, Warning: absent(text)})

/** `POST /networks/prune`. */
export const prunedAnswer = part({NetworksDeleted: list})
