import { expect, test } from 'vitest';
import { startMeridian } from '../support/meridian.ts';
import { pollAnswers } from '../support/poll-answers.ts';
import { siteZone } from '../support/site-zone.ts';
import { answering, tcpPeer } from '../support/tcp-peer.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

const OK = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
const BROKEN = answering('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');

/** Of an endpoint that turned up only now answers are short-lived until it has been up for `fall` intervals. */
const STEADY = 10;

test('an endpoint that fails every second probe stays in the answers, with the shortest TTL while in doubt', async () => {
  let probes = 0;
  await using site = await tcpPeer(socket => (probes++ < STEADY || probes % 2 === 0 ? OK : BROKEN)(socket), '127.0.0.30');
  const yaml = siteZone({
    port: site.port,
    fall: 4,
    pools:
      '  flapping: { site: hangzhou, monitor: web, endpoints: { a: 127.0.0.30 } }\n  none: { site: beijing, endpoints: { a: 127.0.0.40 } }',
    records: `  www: { ttl: { min: 1s, max: 30s }, steer: { failover: [flapping, none] } }
  other: { steer: { failover: [hangzhou, beijing] } }`,
  });
  await using directory = await zonesDirectory({ 'example.com.yaml': yaml });
  await using meridian = await startMeridian(directory);
  const { before } = await pollAnswers({
    ask: () => meridian.query('www.example.com'),
    fits: () => site.accepted >= STEADY + 8,
    sinceMs: performance.now(),
  });
  expect([...new Set(before.flatMap(({ addresses }) => addresses))]).toEqual(['127.0.0.30']);
  const ttls = before.map(({ ttl }) => ttl).filter((ttl, i, all) => ttl !== all[i - 1]);
  expect(ttls.join(' ')).toContain('2 1 2 1');
  expect(meridian.log().filter(({ msg }) => msg.startsWith('example.com/flapping/a is down'))).toEqual([]);
});
