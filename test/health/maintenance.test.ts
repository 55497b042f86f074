import { expect, test } from 'vitest';
import { silencedBy, silencing } from '../../src/health/maintenance.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { Intent, IntentTarget } from '../../src/model/intent.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { declare, endpoint, pool } from './declare.ts';

const zone = 'example.com.';
const declared = declare(
  [
    pool({ endpoints: [endpoint('a', '192.0.2.1'), endpoint('b', '192.0.2.2')] }),
    pool({ name: 'db', endpoints: [endpoint('a', '192.0.2.3')] }),
    pool({ name: 'far', site: 'beijing', endpoints: [endpoint('a', '192.0.2.4')] }),
  ],
  [],
);
const ALL = ['web/a', 'web/b', 'db/a', 'far/a'].map(name => `${zone}/${name}`);
const facts = { author: 'ops', reason: 'racks', createdAtMs: 0 };
const work = (target: IntentTarget, fromMs = 1000, expiresAtMs = 2000): Intent => ({
  kind: 'maintenance',
  target,
  ...facts,
  fromMs,
  expiresAtMs,
});
const onSite: IntentTarget = { kind: 'site', zone, site: 'hangzhou' };

const silenced = (intents: readonly Intent[], nowMs = 1000) =>
  ALL.filter(silencedBy(intents, declared, nowMs)).map(key => key.slice(zone.length + 1));

test.each<[target: IntentTarget, endpoints: string[]]>([
  [{ kind: 'endpoint', zone, pool: 'web', endpoint: 'a' }, ['web/a']],
  [{ kind: 'pool', zone, pool: 'web' }, ['web/a', 'web/b']],
  [onSite, ['web/a', 'web/b', 'db/a']],
  [{ kind: 'site', zone: 'example.net.', site: 'hangzhou' }, []],
  [{ kind: 'site', zone, site: 'gone' }, []],
])('a window at %j silences %j', (target, endpoints) => {
  expect(silenced([work(target)])).toEqual(endpoints);
});

test('a window silences from its beginning to its end, and nothing else silences', () => {
  expect([999, 1000, 1999, 2000].map(nowMs => silenced([work(onSite)], nowMs).length)).toEqual([0, 3, 3, 0]);
  expect(silenced([{ kind: 'override', state: 'drain', target: onSite, ...facts, expiresAtMs: undefined }])).toEqual([]);
});

test('what is asked again and again goes with the time, the intents and the zones', () => {
  const clock = fakeClock(0);
  let intents: readonly Intent[] = [work(onSite), work({ kind: 'pool', zone, pool: 'far' }, 1500, 3000)];
  let zones: Declared = declared;
  const ask = silencing({ intents: () => intents, declared: () => zones, clock });
  const now = () => ALL.filter(ask).map(key => key.slice(zone.length + 1));
  expect(now()).toEqual([]);
  clock.advance(1000);
  expect(now()).toEqual(['web/a', 'web/b', 'db/a']);
  clock.advance(500);
  expect(now()).toEqual(['web/a', 'web/b', 'db/a', 'far/a']);
  clock.advance(500);
  expect(now()).toEqual(['far/a']);
  clock.setBack(1000);
  expect(now()).toEqual(['web/a', 'web/b', 'db/a']);
  zones = declare([pool({ name: 'far', endpoints: [endpoint('a', '192.0.2.4')] })], []);
  expect(now()).toEqual(['far/a']);
  intents = [];
  expect(now()).toEqual([]);
});
