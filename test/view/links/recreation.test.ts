import {deepEqual, equal} from 'node:assert/strict'
import {planMigration} from '../../../src/lib/plan/links/migrate.js'
import {recreationRows} from '../../../src/lib/view/links/recreation.js'
import {addr, container, endpoint, hostWith, network} from '../../build/host.js'

const BRIDGE = network('bridge', {subnets: ['172.17.0.0/16']})

const rowFor = (parts: Parameters<typeof container>[2]) => {
  const app = container('app', [endpoint('bridge')], {legacyLinks: ['db:database'], ...parts})
  const host = hostWith([BRIDGE], {containers: [app, container('db', [endpoint('bridge')])]})
  return recreationRows(planMigration(host, ['app'], [], []).recreations)[0]
}

/** The lines for a container `app` that has a legacy link to `db`. */
const linesFor = (parts: Parameters<typeof container>[2]): readonly string[] => rowFor(parts)?.lines ?? []

describe('the lines that make a container anew without its legacy links', () => {
  it('are commands, each for when the one before it worked; the old one stays', () =>
    deepEqual(linesFor({}), [
      'docker create --name app-new <its other options, without --link> bb:1 <its command> &&',
      'dnet link --network=dnet-app-db app-new db:database &&',
      'docker stop app &&',
      'docker rename app app-before &&',
      'docker rename app-new app &&',
      'docker start app',
    ]))

  it('come before the one that removes the old one, which Compose does itself', () => {
    equal(rowFor({})?.removal, 'docker rm app-before')
    const labels = {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web'}
    equal(rowFor({labels})?.removal, '')
  })

  it('keep its restart policy and what it publishes', () => {
    const wishes = [
      {hostAddr: null, hostPorts: {first: 8080, last: 8080}, containerPort: 80, protocol: 'tcp'},
      {hostAddr: addr('::1'), hostPorts: {first: 53, last: 59}, containerPort: 53, protocol: 'udp'},
      {hostAddr: addr('127.0.0.1'), hostPorts: null, containerPort: 81, protocol: 'tcp'},
      {hostAddr: null, hostPorts: null, containerPort: 82, protocol: 'tcp'},
    ] as const
    deepEqual(
      linesFor({restartPolicy: 'on-failure', wishes})[0],
      "docker create --name app-new --restart on-failure -p 8080:80 -p '[::1]:53-59:53/udp' -p 127.0.0.1::81 -p 82 <its other options, without --link> bb:1 <its command> &&",
    )
  })

  it('keep the limit of its restarts, and that it publishes all', () =>
    deepEqual(
      linesFor({restartPolicy: 'on-failure:3', publishesAll: true, exposed: [{port: 80, protocol: 'tcp'}]})[0],
      'docker create --name app-new --restart on-failure:3 -P <its other options, without --link> bb:1 <its command> &&',
    ))

  it('are those of its service in a compose file', () =>
    deepEqual(linesFor({labels: {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'on'}}), [
      'services:',
      '  "on":',
      '    # without network_mode: bridge',
      '    links:',
      '      - "db:database"',
      '    networks:',
      '      dnet-app-db:',
      'networks:',
      '  dnet-app-db:',
      '    external: true',
    ]))

  it('name no network where no link can be made', () =>
    deepEqual(
      linesFor({
        labels: {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web'},
        legacyLinks: ['gone:x'],
      }),
      ['services:', '  web:', '    # without network_mode: bridge', '    {}'],
    ))
})
