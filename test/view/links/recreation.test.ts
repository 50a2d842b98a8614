import {deepEqual} from 'node:assert/strict'
import {planMigration} from '../../../src/lib/plan/links/migrate.js'
import {recreationRows} from '../../../src/lib/view/links/recreation.js'
import {addr, container, endpoint, hostWith, network} from '../../build/host.js'

const BRIDGE = network('bridge', {subnets: ['172.17.0.0/16']})

/** The lines for a container `app` that has a legacy link to `db`. */
function linesFor(parts: Parameters<typeof container>[2]): readonly string[] {
  const app = container('app', [endpoint('bridge')], {legacyLinks: ['db:database'], ...parts})
  const host = hostWith([BRIDGE], {containers: [app, container('db', [endpoint('bridge')])]})
  return recreationRows(planMigration(host, ['app'], [], []).recreations)[0]?.lines ?? []
}

describe('the lines that make a container anew without its legacy links', () => {
  it('are commands, which remove the old one last', () =>
    deepEqual(linesFor({}), [
      'docker stop app',
      'docker rename app app-before',
      'docker create --name app <its other options, without --link> bb:1 <its command>',
      'dnet link --network=dnet-app-db app db:database',
      'docker start app',
      'docker rm app-before',
    ]))

  it('keep its restart policy and what it publishes', () => {
    const wishes = [
      {hostAddr: null, hostPorts: {first: 8080, last: 8080}, containerPort: 80, protocol: 'tcp'},
      {hostAddr: addr('::1'), hostPorts: {first: 53, last: 59}, containerPort: 53, protocol: 'udp'},
      {hostAddr: addr('127.0.0.1'), hostPorts: null, containerPort: 81, protocol: 'tcp'},
      {hostAddr: null, hostPorts: null, containerPort: 82, protocol: 'tcp'},
    ] as const
    deepEqual(
      linesFor({restartPolicy: 'on-failure', wishes})[2],
      "docker create --name app --restart on-failure -p 8080:80 -p '[::1]:53-59:53/udp' -p 127.0.0.1::81 -p 82 <its other options, without --link> bb:1 <its command>",
    )
  })

  it('keep the limit of its restarts, and that it publishes all', () =>
    deepEqual(
      linesFor({restartPolicy: 'on-failure:3', publishesAll: true, exposed: [{port: 80, protocol: 'tcp'}]})[2],
      'docker create --name app --restart on-failure:3 -P <its other options, without --link> bb:1 <its command>',
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
