/**
 * Two count failures in a row: the vantage, to know when one is confirmed, and the engine, for the verdict. Where one of them forgets and
 * the other does not learn of it, a failure would wait for the next turn, up to an interval. Who sees to that:
 *
 * | what happens                                                     | vantage   | engine       | cure                                           |
 * | ---------------------------------------------------------------- | --------- | ------------ | ---------------------------------------------- |
 * | reload: quorum, rise, recovery, role                             | goes on   | goes on      | nothing is forgotten                           |
 * | reload: fall or confirm                                          | goes on   | goes on      | what is missing is confirmed; enough is enough |
 * | reload: check, timeout, interval, site                           | anew      | anew         | both begin anew, within two milliseconds       |
 * | reload: a target joins a probe that failed before                | goes on   | anew         | the engine asks at its first failure           |
 * | the vantage has its say again, by what it sees                   | goes on   | new term     | the engine asks for all that failed            |
 * | the vantage has its say again, by its control targets            | anew      | new term     | the vantage rechecks what failed               |
 * | the agent starts again, or its stream does; the controller does  | anew      | late or anew | the agent rechecks what failed, once connected |
 * | a report is held up                                              | goes on   | drops them   | the agent rechecks, once the way is quick      |
 * | the vantage could not look for three intervals                   | goes on   | stale        | the engine asks at its first failure           |
 * | it was lost and is back                                          | goes on   | stale        | the engine asks at its first failure           |
 * | planned work begins or ends, an operator says recover            | goes on   | goes on      | successes alone are concerned                  |
 * | confirm: off                                                     | –         | –            | nothing is asked for: turns count              |
 *
 * The cures of agents alone are in test/probes/agent; the rest is here and in test/health/rechecks.test.ts.
 */
import { expect, onTestFinished, test } from 'vitest';
import type { Check, CheckResult } from '../../probes/check.ts';
import { startVantage } from '../../probes/vantage.ts';
import { createHealth } from '../../src/health/engine.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { Standstill } from '../../src/lib/standstill.ts';
import type { Monitor } from '../../src/model/monitor.ts';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { Watching } from '../../src/serving/watching.ts';
import { declare, endpoint, monitor, pool } from '../health/declare.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { readableLog } from './log-lines.ts';

const INTERVAL_MS = 600_000;
const RHYTHM = { intervalMs: INTERVAL_MS, timeoutMs: 2000, fall: 2, confirmMs: 500 };

type Mode = 'well' | 'fails' | 'hangs' | 'fault';

/** The server's own vantage, its engine, and an endpoint `a` in as many pools as are asked for. */
function scene() {
  const clock = fakeClock();
  const standstill = new Standstill(clock);
  const health = createHealth({ restore: () => undefined, clock, stoodStillMs: () => standstill.totalMs });
  const { log } = readableLog();
  const counters = servingCounters();
  let mode: Mode = 'well';
  const looksMs: number[] = [];
  const check: Check = async () => {
    looksMs.push(clock.monotonic());
    if (mode === 'fault') throw new Error('no descriptors');
    return mode === 'hangs' ? new Promise<CheckResult>(() => {}) : { ok: mode === 'well', reason: mode };
  };
  const probing = { vantage: 'embedded', clock, random: seededRandom(1), maxInFlight: 100, controls: [], runCheck: check };
  const watching = new Watching({
    ...{ clock, standstill, health, log, counters },
    version: '0.1.0',
    control: { verdictChanged: () => Promise.resolve(0) },
    verdicts: { add() {} },
    faults: new Faults(log, counters),
    embedded: {
      name: 'embedded',
      region: undefined,
      start: told => startVantage({ ...probing, ...told, onFault() {}, onLate() {} }),
    },
    onEvent() {},
    onVantages() {},
    onTick() {},
  });
  onTestFinished(() => watching[Symbol.asyncDispose]());
  const reload = (monitors: Readonly<Record<string, Partial<Monitor>>>, site = 'hangzhou') => {
    const names = Object.keys(monitors);
    const pools = names.map(name => pool({ name, site, monitors: [name], endpoints: [endpoint('a', '192.0.2.1')] }));
    health.assign(
      declare(
        pools,
        names.map(name => monitor(name, { ...RHYTHM, ...monitors[name] })),
      ),
    );
    watching.assign(health.targets);
  };
  return {
    clock,
    health,
    looksMs,
    reload,
    become: (next: Mode) => {
      mode = next;
    },
    /** Until something has looked once more. */
    nextLook: async () => {
      const { length } = looksMs;
      while (looksMs.length === length) await clock.advanceSettled(50);
    },
    /** Milliseconds until the endpoint is down in a pool; undefined where that takes longer than 20 s. */
    async downAfter(name = 'web'): Promise<number | undefined> {
      for (let ms = 0; ms <= 20_000; ms += 50) {
        if (health.measured(`example.com./${name}/a`).verdict === 'down') return ms;
        await clock.advanceSettled(50);
      }
      return undefined;
    },
  };
}

const PATIENT = { kind: 'delayed', delayMs: 60_000 } as const;
const RELOADS: readonly (readonly [string, Partial<Monitor>, string?])[] = [
  ['rise', { rise: 4 }],
  ['quorum', { quorum: { need: { kind: 'any' }, perRegion: undefined } }],
  ['recovery', { recovery: PATIENT }],
  ['role', { role: 'inform' }],
  ['fall, which is more', { fall: 4 }],
  ['fall, which is less', { fall: 1 }],
  ['confirm, which is sooner', { confirmMs: 100 }],
  ['confirm, which is later', { confirmMs: 900 }],
  ['timeout', { timeoutMs: 1500 }],
  ['check', { check: { type: 'tcp', port: 81 } }],
  ['interval', { intervalMs: INTERVAL_MS / 2 }],
  ['site', {}, 'beijing'],
];

/** What a reload may add at most: the confirmation begins anew. */
const MOST_MS = { fails: 4 * 900 + 1200, hangs: 4 * (900 + 2000) + 1200 };

test.each(RELOADS.flatMap(([what, change, site]) => (['fails', 'hangs'] as const).map(mode => ({ what, change, site, mode }))))(
  'a reload of $what while a failure is confirmed costs no interval: $mode',
  async ({ change, site, mode }) => {
    for (const afterMs of [0, 50, 300, 450, 550, 1500, 2100, 2600, 3500]) {
      const { become, clock, downAfter, health, nextLook, reload } = scene();
      reload({ web: {} });
      await nextLook();
      await clock.advanceSettled(1000);
      become(mode);
      await nextLook();
      await clock.advanceSettled(afterMs);
      reload({ web: change }, site);
      if (change.role === 'inform') {
        await clock.advanceSettled(MOST_MS[mode]);
        expect(health.standings('example.com./web/a')).toMatchObject([{ verdict: 'down' }]);
      } else expect(await downAfter()).toBeLessThanOrEqual(MOST_MS[mode]);
    }
  },
);

test('a reload that asks for more failures has them looked for, and no more than those', async () => {
  const { become, clock, downAfter, looksMs, nextLook, reload } = scene();
  reload({ web: { fall: 2 } });
  await nextLook();
  become('fails');
  await nextLook();
  await clock.advanceSettled(100);
  reload({ web: { fall: 4 } });
  expect(await downAfter()).toBeLessThanOrEqual(1500);
  await clock.advanceSettled(10_000);
  expect(looksMs).toHaveLength(1 + 4);
});

test('a target that joins a probe which has failed for long is down at its first failure and those that confirm it', async () => {
  const { become, downAfter, clock, health, nextLook, reload } = scene();
  reload({ web: {} });
  await nextLook();
  become('fails');
  await nextLook();
  expect(await downAfter()).toBeLessThanOrEqual(600);
  await nextLook();
  reload({ web: {}, more: {} });
  expect(health.measured('example.com./more/a').verdict).toBe('unknown');
  await nextLook();
  expect(await downAfter('more')).toBeLessThanOrEqual(1000);
  await clock.advanceSettled(INTERVAL_MS / 2);
});

test('what a vantage saw before it could not look for long does not count, and it confirms anew at the first failure', async () => {
  const { become, clock, downAfter, looksMs, nextLook, reload } = scene();
  reload({ web: { intervalMs: 10_000, quorum: { need: { kind: 'any' }, perRegion: undefined } } });
  await nextLook();
  become('fails');
  await nextLook();
  expect(await downAfter()).toBeLessThanOrEqual(600);
  become('well');
  for (let i = 0; i < 3; i++) await nextLook();
  become('fails');
  await nextLook();
  become('fault');
  await clock.advanceSettled(60_000);
  become('fails');
  const { length } = looksMs;
  await nextLook();
  expect(await downAfter()).toBeLessThanOrEqual(1000);
  expect(looksMs.length - length).toBeLessThanOrEqual(3);
});

test('with confirm: off nothing is hurried', async () => {
  const { become, clock, looksMs, nextLook, reload } = scene();
  reload({ web: { confirmMs: undefined } });
  await nextLook();
  become('fails');
  await nextLook();
  reload({ web: { confirmMs: undefined, rise: 4 } });
  await nextLook();
  reload({ web: { confirmMs: undefined, rise: 4 }, more: { confirmMs: undefined } });
  await nextLook();
  const { length } = looksMs;
  await clock.advanceSettled(INTERVAL_MS / 2);
  expect(looksMs).toHaveLength(length);
});
