import { expect, test } from 'vitest';
import { endpointDetail, poolAnswer } from '../../src/api/contract.ts';
import { ballot, standing, threeVantages } from '../api/sample-standings.ts';
import { serveForCli } from './running.ts';

const KEY = 'example.com./web-hangzhou/a';
const TARGET = 'example.com/web-hangzhou/a';

test('status of an endpoint shows what each vantage sees, why, when, how long it took, and who has no say', async () => {
  const { call, clock, operations } = await serveForCli();
  operations.ballots.set(KEY, [threeVantages(clock.now())]);
  const { code, out, err } = await call('status', TARGET);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`example.com/web-hangzhou/a, 203.0.113.10, weight 100
Measured   up for 0s: embedded: status 200
Effective  up

Monitor web: up for 1m: beijing: status 200
  2 vantages have a say; 2 must see it down for it to be down

  VANTAGE    REGION  SEES              WHY               AGO     TOOK   OF THAT                                                   NO SAY
  beijing    cn      up                status 200        2s      41ms   connect 3ms · tls 12ms · first byte 21ms · content 0.4ms
  frankfurt  eu      down              timeout after 2s  4s      2s     lookup 1ms · connect 3ms
  office             up, 1 against it  connect refused   1m 10s  0.8ms                                                            silent for 70s
`);
});

test('what nobody can tell has no column; flaps and recovery are told where there are any', async () => {
  const { call, clock, operations } = await serveForCli();
  const sinceMs = clock.now();
  const down = { verdict: 'down', reason: 'well again', flaps: 2, riseNeeded: 6 } as const;
  operations.ballots.set(KEY, [
    standing(sinceMs, [ballot('embedded', sinceMs)], { ...down, recovering: { sinceMs, upAtMs: sinceMs + 300_000 } }),
    standing(sinceMs, [ballot('embedded', sinceMs)], { ...down, monitor: 'db', flaps: 1, recovering: { sinceMs, upAtMs: undefined } }),
    standing(sinceMs, [ballot('embedded', sinceMs, { silent: 'its token was revoked' })], { monitor: 'deep', role: 'inform' }),
    standing(sinceMs, [], { monitor: 'new', verdict: 'unknown', reason: 'no observation yet\u001b[2J' }),
    standing(sinceMs, [ballot('embedded', sinceMs)], { monitor: 'regions', needed: 0 }),
  ]);
  clock.advance(60_000);
  const { out } = await call('status', TARGET);
  expect(out.slice(out.indexOf('Monitor'))).toBe(`Monitor web: down for 1m: well again
  1 vantage has a say; 1 must see it down for it to be down
  Turned down 2 times within the last hour; 6 successes in a row are needed to be up
  Well again for 1m, and up again in 4m

  VANTAGE   SEES  WHY         AGO  TOOK
  embedded  up    status 200  1m   40ms

Monitor db: down for 1m: well again
  1 vantage has a say; 1 must see it down for it to be down
  Turned down once within the last hour; 6 successes in a row are needed to be up
  Well again for 1m, and waits for an operator

  VANTAGE   SEES  WHY         AGO  TOOK
  embedded  up    status 200  1m   40ms

Monitor deep, informs only: up for 1m: beijing: status 200
  No vantage has a say: it stays up

  VANTAGE   SEES  WHY         AGO  TOOK  NO SAY
  embedded  up    status 200  1m   40ms  its token was revoked

Monitor new: unknown for 1m: no observation yet?[2J

Monitor regions: up for 1m: beijing: status 200
  1 vantage has a say; the quorum counts regions

  VANTAGE   SEES  WHY         AGO  TOOK
  embedded  up    status 200  1m   40ms
`);
});

test('an override is told beside what is measured', async () => {
  const { call } = await serveForCli();
  await call('drain', TARGET, '--reason', 'new disks');
  expect((await call('status', TARGET)).out).toBe(`example.com/web-hangzhou/a, 203.0.113.10, weight 100
Measured   up for 0s: embedded: status 200
Effective  drain: drained by admin at example.com/web-hangzhou/a: new disks
`);
});

test('status of a pool shows each of its endpoints', async () => {
  const { call, clock, operations } = await serveForCli();
  operations.ballots.set(KEY, [threeVantages(clock.now())]);
  const { out } = await call('status', 'Example.com./web-hangzhou');
  expect(out.split('\n').filter(line => /^(example\.com|Monitor)/.test(line))).toEqual([
    'example.com/web-hangzhou/a, 203.0.113.10, weight 100',
    'Monitor web: up for 1m: beijing: status 200',
    'example.com/web-hangzhou/b, 203.0.113.11, weight 100',
  ]);
});

test('--json is what the API says', async () => {
  const { call, clock, operations } = await serveForCli();
  operations.ballots.set(KEY, [threeVantages(clock.now())]);
  const endpoint = endpointDetail.strict().parse(JSON.parse((await call('status', TARGET, '--json')).out));
  expect(endpoint.monitors[0]?.ballots).toHaveLength(3);
  const pool = poolAnswer.strict().parse(JSON.parse((await call('status', 'example.com/web-hangzhou', '--json')).out));
  expect(pool.endpoints[0]?.monitors).toEqual(endpoint.monitors);
});

test('what is not there is told with what may have been meant', async () => {
  const { call } = await serveForCli();
  const failure = (text: string) => ({ code: 1, out: '', err: `error: ${text}\n` });
  expect(await call('status', 'example.com/web-hangzhou/c')).toEqual(
    failure('no endpoint "c" in pool example.com/web-hangzhou; did you mean a?'),
  );
  expect(await call('status', 'example.com/web-hangzou')).toEqual(
    failure('no pool "web-hangzou" in zone example.com; did you mean web-hangzhou?'),
  );
  expect(await call('status', 'example.con/web-hangzhou/a')).toEqual(failure('no zone "example.con"; did you mean example.com?'));
  expect(await call('status', 'example.com/site:beijing')).toMatchObject({
    code: 2,
    err: expect.stringContaining('expected ZONE, ZONE/POOL or ZONE/POOL/ENDPOINT, found "example.com/site:beijing": that is a site'),
  });
});
