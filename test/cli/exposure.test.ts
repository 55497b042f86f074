import { expect, test } from 'vitest';
import { askersView, drainList, exposureView } from '../../src/api/contract.ts';
import { MemoryExposure } from '../api/memory-exposure.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { SERVED_MS, sampleDrain } from '../support/sample-drain.ts';
import { serveForCli } from './running.ts';

async function serveExposure() {
  const clock = fakeClock(SERVED_MS + 20_000);
  const exposure = new MemoryExposure(clock);
  return { exposure, ...(await serveForCli(undefined, { exposure, clock })) };
}

test('exposure has a row for each endpoint', async () => {
  const { call, exposure } = await serveExposure();
  exposure.answers.give('203.0.113.10', 10, 60);
  exposure.answers.give('203.0.113.10', 60, 30);
  exposure.answers.give('2001:db8::20', 30, 10);
  const { code, out, err } = await call('exposure');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`100 unexpired answers in all, counted for 0s

ENDPOINT                    STATE  ADDRESS       ANSWERS  50 % IN  90 %  99 %  LAST  OF ZONE  OF ALL  SINCE START
example.com/web-hangzhou/a  up     203.0.113.10  90       10s      1m    1m    1m    90.0 %   90.0 %  90
example.com/web-hangzhou/b  up     203.0.113.11  0                                   0.0 %    0.0 %   0
example.com/web-beijing/a   up     2001:db8::20  10       30s      30s   30s   30s   10.0 %   10.0 %  10
example.com/sorry-page/a    up     203.0.113.99  0                                   0.0 %    0.0 %   0
`);
  const one = await call('exposure', 'example.com/web-beijing/a');
  expect(one.out).toContain(`
RECORD           ENDPOINT                   PART
www.example.com  example.com/web-beijing/a  10.0 %
api.example.com  example.com/web-beijing/a  10.0 %
app.example.com  example.com/web-beijing/a  10.0 %
`);
  expect(exposureView.parse(JSON.parse((await call('exposure', 'example.com', '--json')).out)).answers).toBe(100);
});

test('drains tells how far each is', async () => {
  const { call, exposure } = await serveExposure();
  exposure.drains = [
    sampleDrain({ id: 5 }),
    sampleDrain({ id: 4, cause: 'forced-down', left: 0, givenSince: 2, end: { kind: 'drained', atMs: SERVED_MS + 60_000 } }),
    sampleDrain({ id: 3, cause: 'weight', left: 7, end: { kind: 'given-again', atMs: SERVED_MS + 1000 } }),
    sampleDrain({ id: 2, cause: 'removed', left: undefined, end: { kind: 'interrupted', atMs: SERVED_MS + 1000 } }),
    sampleDrain({
      id: 1,
      cause: 'down',
      answers: 0,
      runOut: undefined,
      left: 0,
      reason: 'status 503',
      end: { kind: 'drained', atMs: SERVED_MS },
    }),
  ];
  const { code, out, err } = await call('drains');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(
    out,
  ).toBe(`ID  SERVED                    ENDPOINT                    BY           ANSWERS  50 % AFTER  90 %  99 %  LAST  STATE                                                 WHY
5   2026-01-01T00:00:00.000Z  example.com/web-hangzhou/a  drain        100      10s         30s   50s   60s   50.0 % gone, 50 left, 40s to go                       admin: moving racks
4   2026-01-01T00:00:00.000Z  example.com/web-hangzhou/a  forced down  100      10s         30s   50s   60s   drained; 2 given since                                admin: moving racks
3   2026-01-01T00:00:00.000Z  example.com/web-hangzhou/a  weight 0     100      10s         30s   50s   60s   given again at 2026-01-01T00:00:01.000Z, 7 left       admin: moving racks
2   2026-01-01T00:00:00.000Z  example.com/web-hangzhou/a  removed      100      10s         30s   50s   60s   interrupted by a restart at 2026-01-01T00:00:01.000Z  admin: moving racks
1   2026-01-01T00:00:00.000Z  example.com/web-hangzhou/a  down         0                                      drained                                               status 503
`);
  expect(drainList.parse(JSON.parse((await call('drains', 'example.com/web-hangzhou', '--json')).out)).drains).toHaveLength(5);
  expect((await call('drains', 'example.com/web-beijing')).out).toBe('no drains\n');
});

test('exposure --resolvers names the networks that ask at the wrong time', async () => {
  const { call, exposure } = await serveExposure();
  const late = {
    prefix: '192.0.2.0/24',
    questions: 1,
    answers: 12,
    early: 0,
    afterwards: 11,
    meanLateSeconds: 55,
    leastLateSeconds: 53,
    overstays: true,
  };
  const early = { ...late, prefix: '2001:db8:0:aa00::/56', questions: 2, early: 9, overstays: false };
  exposure.report = { oneIn: 16, prefixes: 2, unseen: 1, later: [late], early: [early] };
  expect((await call('exposure', '--resolvers')).out).toBe(`2 networks followed, one in 16 of those that ask; for 1 answer there was no room

Asked again late:
  NETWORK       QUESTIONS  ANSWERS  ASKED AGAIN  LATE BY  AT LEAST
  192.0.2.0/24  1          12       11           55 s     53 s      keeps answers for too long

Asked before their answers had run out:
  NETWORK               QUESTIONS  ANSWERS  EARLY  PART
  2001:db8:0:aa00::/56  2          12       9      75.0 %
`);
  exposure.report = { ...exposure.report, unseen: 0, later: [], early: [] };
  expect((await call('exposure', '--resolvers')).out).toBe(`2 networks followed, one in 16 of those that ask

None asks again late.

None asks before its answer has run out.
`);
  expect(askersView.parse(JSON.parse((await call('exposure', '--resolvers', '--json')).out)).prefixes).toBe(2);
});

test.each([
  [
    ['exposure', 'example.com/site:hangzhou'],
    2,
    'expected ZONE, ZONE/POOL or ZONE/POOL/ENDPOINT, found "example.com/site:hangzhou": that is a site',
  ],
  [['exposure', 'example.com', '--resolvers'], 2, '--resolvers: resolvers are those of all zones, expected no target'],
  [['drains', 'example.net'], 1, 'no zone "example.net"'],
])('%j is refused', async (args, code, why) => {
  const { call } = await serveExposure();
  expect(await call(...args)).toMatchObject({ code, out: '', err: expect.stringContaining(why) });
});
