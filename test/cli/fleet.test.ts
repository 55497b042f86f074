import { expect, test } from 'vitest';
import { fleetView } from '../../src/api/contract.ts';
import type { FleetAccess } from '../../src/api/fleet-access.ts';
import type { KnownVantage } from '../../src/model/vantage.ts';
import { serveForCli } from './running.ts';

const NOW = Date.UTC(2026, 0, 1);

function vantage(name: string, facts: Partial<KnownVantage> = {}): KnownVantage {
  return {
    name,
    region: undefined,
    kind: 'remote',
    version: '0.1.0',
    connection: { sinceMs: NOW - 10_800_000, remote: '192.0.2.7' },
    heardAgoMs: 1200,
    slot: { index: 0, of: 3 },
    assigned: 100,
    refused: [],
    controls: [],
    voteless: undefined,
    dropped: false,
    clockSkewMs: 200,
    counts: { reports: 50, duplicateReports: 1, taken: 4000, late: 3, unknown: 2 },
    roundTrips: { count: 100, sumMs: 2340, buckets: [10, 40, 30, 10, 9, 0, 0, 0, 0, 0, 1] },
    ...facts,
  };
}

const FLEET: readonly KnownVantage[] = [
  vantage('beijing', { region: 'cn' }),
  vantage('embedded', {
    kind: 'embedded',
    connection: undefined,
    clockSkewMs: undefined,
    heardAgoMs: 20,
    roundTrips: { count: 0, sumMs: 0, buckets: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  }),
  vantage('frankfurt', {
    region: 'eu',
    connection: undefined,
    heardAgoMs: 80_000,
    slot: undefined,
    assigned: 0,
    roundTrips: { count: 2, sumMs: 11_000, buckets: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2] },
  }),
  vantage('office', {
    refused: [{ probe: 'example.com./web/a/ping', reason: 'ping sockets are forbidden here' }],
    controls: [
      { target: 'tcp://192.0.2.1:443', ok: false, reason: 'timeout after 2s' },
      { target: 'icmp://192.0.2.2', ok: true, reason: 'echo reply' },
    ],
    voteless: '1 of 1 control targets fail',
    clockSkewMs: -95_000,
  }),
];

async function serveVantages(vantages: readonly KnownVantage[]) {
  const fleet: FleetAccess = {
    vantages: () => vantages,
    open: () => ({ kind: 'taken' }),
    report: () => ({ kind: 'unknown' }),
    maxReportBytes: 1,
  };
  const served = await serveForCli(undefined, { fleet });
  served.operations.vantageStandings = [{ name: 'beijing', region: 'cn', voteless: undefined, targets: 120, failing: 7 }];
  return served;
}

test('fleet has a row for each vantage', async () => {
  const { call } = await serveVantages(FLEET);
  const { code, out, err } = await call('fleet');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(
    out,
  ).toBe(`VANTAGE    REGION  KIND      STATE                                              PROBES          FAILING   HEARD       TOOK p50  p95      LATE  VERSION
beijing    cn      remote    connected 3h                                       100             7 of 120  1s ago      ≤ 10ms    ≤ 100ms  3     0.1.0
embedded           embedded  in the server                                      100             0 of 0    0s ago                         3     0.1.0
frankfurt  eu      remote    lost 1m 20s ago                                    0               0 of 0    1m 20s ago  > 5s      > 5s     3     0.1.0
office             remote    connected 3h; no say: 1 of 1 control targets fail  100, 1 refused  0 of 0    1s ago      ≤ 10ms    ≤ 100ms  3     0.1.0
`);
});

test('fleet of one vantage shows its control targets, what it cannot do, and how long probes took', async () => {
  const { call } = await serveVantages(FLEET);
  expect((await call('fleet', 'office')).out).toBe(`office, an agent, version 0.1.0
State         connected 3h; no say: 1 of 1 control targets fail
From          192.0.2.7
Heard         1s ago
Probes        100 asked for, 1 refused, in turn 1 of 3
Targets       0 seen lately, 0 failing
Observations  4000 taken, 3 too late, 2 of what is not asked for
Reports       50 taken, 1 came again
Clock         1m 35s behind the server's when it connected; verdicts do not go by it
Round trips   100, 23ms on average

  CONTROL TARGET              WHY
  tcp://192.0.2.1:443  fails  timeout after 2s
  icmp://192.0.2.2     ok     echo reply

  REFUSED PROBE            WHY
  example.com./web/a/ping  ping sockets are forbidden here

  TOOK     PROBES  SHARE
  ≤ 5ms    10       10.0 %
  ≤ 10ms   40       40.0 %
  ≤ 25ms   30       30.0 %
  ≤ 50ms   10       10.0 %
  ≤ 100ms  9         9.0 %
  > 5s     1         1.0 %
`);
  expect((await call('fleet', 'embedded')).out).toBe(`embedded, within the server, version 0.1.0
State         in the server
Heard         0s ago
Probes        100 asked for, 0 refused, in turn 1 of 3
Targets       0 seen lately, 0 failing
Observations  4000 taken, 3 too late, 2 of what is not asked for
`);
});

test('--json is what the API says', async () => {
  const { call } = await serveVantages(FLEET);
  const { vantages } = fleetView.strict().parse(JSON.parse((await call('fleet', '--json')).out));
  expect(vantages.map(({ name }) => name)).toEqual(['beijing', 'embedded', 'frankfurt', 'office']);
  expect(JSON.parse((await call('fleet', 'office', '--json')).out)).toEqual(vantages[3]);
});

test('a vantage that is not there is told with the one that may have been meant', async () => {
  const { call } = await serveVantages(FLEET);
  expect(await call('fleet', 'ofice')).toEqual({ code: 1, out: '', err: 'error: no vantage "ofice"; did you mean office?\n' });
  expect((await call('fleet', 'somewhere')).err).toBe('error: no vantage "somewhere"; there is beijing, embedded, frankfurt, office\n');
});

test('what a vantage says of itself moves no cursor', async () => {
  const { call } = await serveVantages([vantage('x', { version: '\u001b[2J', voteless: 'a\nb' })]);
  expect((await call('fleet')).out).toContain('no say: a?b');
  expect((await call('fleet', 'x')).out).toMatch(/^x, an agent, version \?\[2J\nState +connected 3h; no say: a\?b\n/);
});
