import { expect, test } from 'vitest';
import type { BrakeAnswer, ExplanationView } from '../../src/api/contract.ts';
import { untilMeasured, untilServed } from '../support/known-states.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { startSiteServer } from '../support/site-server.ts';

const RECORDS = `  www: { ttl: { min: 5s, max: 60s }, steer: { weighted: { hangzhou: 50, beijing: 50 } }, when_all_down: nodata }
safety: { min_healthy: 2 }`;
const BRAKE = '/v1/zones/example.com/brake';
const BEIJING = '127.0.0.20';

async function addressesOf(meridian: Meridian): Promise<string[]> {
  const seen = new Set<string>();
  for (let i = 0; i < 64; i++) for (const address of (await meridian.query('www.example.com')).addresses) seen.add(address);
  return [...seen].sort();
}

const brakeOf = (meridian: Meridian) => meridian.api<BrakeAnswer>('GET', BRAKE).then(({ body }) => body);

test('what verdicts would take out beyond the limit is held, over a restart too, until an operator opens the brake', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian, sites, directory } = server;
  await sites.close('hangzhou');
  await untilMeasured(meridian, 'down', ['hangzhou/a', 'hangzhou/b']);
  const told = await meridian.logLine(({ level, msg }) => level === 50 && (msg ?? '').includes('the brake holds'));
  expect(told.msg).toContain('at least 2 endpoints of record www stay');
  await untilServed(meridian);
  const { held, opened } = await brakeOf(meridian);
  expect(opened).toBeNull();
  expect(held).toHaveLength(1);
  const kept = held[0]!.endpoint === 'a' ? '127.0.0.10' : '127.0.0.11';
  expect(await addressesOf(meridian)).toEqual([kept, BEIJING]);
  const { body: why } = await meridian.api<ExplanationView>('GET', '/v1/explain?name=www.example.com');
  expect(why.steps.map(({ reason }) => reason).join('\n')).toContain('held up by the brake: at least 2 endpoints of record www stay');
  expect(why.ttl_seconds).toBe(5);
  await meridian.end('SIGTERM');
  await using restarted = await startMeridian(directory);
  expect(await addressesOf(restarted)).toEqual([kept, BEIJING]);
  const facts = { endpoint: held[0]!.endpoint, since: held[0]!.since, because: held[0]!.because };
  expect((await brakeOf(restarted)).held).toMatchObject([facts]);

  const list = await restarted.command('brakes');
  expect(list.stdout).toContain(`example.com: closed; at least 2 of a record stays, gate auto; holds 1 endpoint`);
  const open = await restarted.command('brake', 'open', 'example.com', '--reason', 'the site is gone', '--for', '10m');
  expect(open).toMatchObject({ status: 0 });
  expect(open.stdout).toContain('by admin: the site is gone');
  expect(await addressesOf(restarted)).toEqual([BEIJING]);
  const metrics = await (await fetch(`${restarted.apiUrl}/metrics`)).text();
  expect(metrics).toContain('meridian_brake_open{zone="example.com"} 1');
  expect(metrics).toContain('meridian_brake_held_endpoints{zone="example.com"} 0');
  const close = await restarted.command('brake', 'close', 'example.com');
  expect(close.stdout).toContain('example.com: closed');
  expect(await addressesOf(restarted)).toEqual([BEIJING]);
  expect((await restarted.command('brake', 'close', 'example.com')).status).toBe(1);
});
