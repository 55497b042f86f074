import { expect, test } from 'vitest';
import type { LogLine } from '../support/meridian.ts';
import { startSiteServer } from '../support/site-server.ts';

const RECORDS = '  www: { steer: { failover: [hangzhou, beijing] } }';
const KEY = 'example.com./beijing/a';

test('a change of state is one line: measured and effective state, which vantage saw it, and why', async () => {
  await using server = await startSiteServer({ records: RECORDS, flags: ['--vantage', 'shanghai-1'] });
  const { meridian, sites } = server;
  const linesOf = (): readonly LogLine[] => meridian.log().filter(({ endpoint }) => endpoint === KEY);
  const next = (): Promise<LogLine> => meridian.logLine(({ endpoint }) => endpoint === KEY, meridian.log().length);

  expect(linesOf().map(({ msg }) => msg)).toEqual(['example.com/beijing/a is up, was unknown; measured up by shanghai-1: status 200']);

  const fallen = next();
  await sites.break('beijing', '503');
  expect(await fallen).toMatchObject({
    level: 40,
    measured: 'down',
    effective: 'down',
    msg: 'example.com/beijing/a is down, was up; measured down by shanghai-1: status 503 (2 of 2)',
  });

  const forced = next();
  await meridian.api('PUT', '/v1/zones/example.com/sites/beijing/override', { state: 'up', reason: 'the monitor is wrong' });
  expect(await forced).toMatchObject({
    measured: 'down',
    effective: 'up',
    override: 'up',
    msg: 'example.com/beijing/a is up by override (admin: the monitor is wrong), was down; measured down by shanghai-1: status 503 (2 of 2)',
  });

  const risen = next();
  await sites.mend('beijing');
  expect(await risen).toMatchObject({ measured: 'up', effective: 'up', override: 'up' });
  expect(linesOf()).toHaveLength(4);
});
