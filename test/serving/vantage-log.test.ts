import { expect, test } from 'vitest';
import type { FleetEvent } from '../../src/fleet/fleet-event.ts';
import type { VantageStanding } from '../../src/model/health.ts';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { VantageLog } from '../../src/serving/vantage-log.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { readableLog } from './log-lines.ts';

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

function scene() {
  const { log, lines } = readableLog('debug');
  const counters = servingCounters();
  const faults = new Faults(log, counters);
  const clock = fakeClock();
  const vantageLog = new VantageLog({ log, faults, clock });
  let told = 0;
  /** The lines since it was last asked, each behind its level. */
  const fresh = () => {
    const all = lines();
    const news = all.slice(told).map(({ level, msg }) => `${LEVELS[level]} ${msg}`);
    told = all.length;
    return news;
  };
  return { clock, counters, faults, fresh, lines, vantageLog };
}

function vantage(name: string, voteless?: string): VantageStanding {
  return { name, region: undefined, voteless, targets: 10, failing: 0 };
}

test('an event is one line with its fields; who has no say is told where that is looked at', () => {
  const { vantageLog, fresh, lines } = scene();
  const remote = '192.0.2.7';
  const events: FleetEvent[] = [
    { vantage: 'hz', kind: 'connected', remote, version: '0.1.0', region: 'cn' },
    { vantage: 'hz', kind: 'controls-failing', reason: '1 of 1 control targets fail' },
    { vantage: 'hz', kind: 'controls-mended' },
    { vantage: 'hz', kind: 'lost', unheardMs: 31_234 },
  ];
  events.forEach(vantageLog.note);
  expect(fresh()).toEqual([expect.stringMatching(/^info vantage hz .*192\.0\.2\.7/), expect.stringMatching(/^warn vantage hz .*31s/)]);
  expect(lines()[0]).toMatchObject({ vantage: 'hz', remote, region: 'cn' });
});

test('a vantage that loses its say, or has it again, is told of once', () => {
  const { vantageLog, fresh, faults } = scene();
  const look = (...vantages: VantageStanding[]) => {
    vantageLog.look({ vantages, held: 0 });
    return fresh();
  };
  expect(look(vantage('hz'), vantage('fra'))).toEqual([]);
  expect(look(vantage('hz', 'sees 9 of 10 targets down that others see up'), vantage('fra'))).toEqual([
    'warn vantage hz has no say: sees 9 of 10 targets down that others see up',
  ]);
  expect(look(vantage('hz', 'sees 8 of 10 targets down that others see up'), vantage('fra'))).toEqual([]);
  expect(look(vantage('hz'), vantage('fra'))).toEqual([
    'info vantage hz has a say again; it had none: sees 8 of 10 targets down that others see up',
  ]);
  // One that is gone is nothing to tell here; should it come back without a say, that is.
  expect(look(vantage('hz', 'its token was revoked'))).toHaveLength(1);
  expect(look(vantage('fra'))).toEqual([]);
  expect(look(vantage('hz', 'its token was revoked'))).toHaveLength(1);
  expect(faults.last).toBeUndefined();
});

test('targets that no vantage has a say in are an error at once, when they are twice as many, and once a minute, until there is one again', () => {
  const { vantageLog, fresh, clock, counters, faults } = scene();
  const look = (held: number) => {
    vantageLog.look({ vantages: [], held });
    return fresh();
  };
  expect(look(0)).toEqual([]);
  expect(look(12)).toEqual(['error no vantage has a say in 12 targets']);
  expect(faults.last).toBe('no vantage has a say in 12 targets: their verdicts hold until one has');
  clock.advance(59_999);
  expect(look(23)).toEqual([]);
  clock.advance(1);
  expect(look(1)).toEqual(['error no vantage has a say in 1 target']);
  expect(faults.last).toBe('no vantage has a say in 1 target: its verdict holds until one has');
  expect(look(0)).toEqual(['info every target has a vantage with a say again: verdicts go by what they see']);
  expect(look(0)).toEqual([]);
  expect(look(3)).toEqual(['error no vantage has a say in 3 targets']);
  expect(look(5)).toEqual([]);
  expect(look(6)).toEqual(['error no vantage has a say in 6 targets']);
  expect(look(10_000)).toEqual(['error no vantage has a say in 10000 targets']);
  expect(counters.faults).toBe(5);
});
