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

const remote = '192.0.2.7';

test.each<[line: string, event: FleetEvent]>([
  [
    'info vantage hz is connected, from 192.0.2.7, version 0.1.0, region cn',
    { vantage: 'hz', kind: 'connected', remote, version: '0.1.0', region: 'cn' },
  ],
  [
    'info vantage hz is connected, from 192.0.2.7, version 0.1.0',
    { vantage: 'hz', kind: 'connected', remote, version: '0.1.0', region: undefined },
  ],
  [
    'warn vantage hz is lost: nothing was heard of it for 31s; the others go on without it',
    { vantage: 'hz', kind: 'lost', unheardMs: 31_234 },
  ],
  ['info vantage hz is forgotten: nothing was heard of it for 1h', { vantage: 'hz', kind: 'forgotten', unheardMs: 3_600_200 }],
  [
    'warn vantage hz: the agent from 192.0.2.7 took the place of the one from 192.0.2.8: it was started again, or two agents have the same name',
    { vantage: 'hz', kind: 'replaced', remote, formerRemote: '192.0.2.8' },
  ],
  [
    'warn vantage hz: its stream to 192.0.2.7 was cut: the agent does not read it',
    { vantage: 'hz', kind: 'cut', reason: 'unread', remote },
  ],
  [
    'warn vantage hz: its stream to 192.0.2.7 was cut: nothing was heard of the agent',
    { vantage: 'hz', kind: 'cut', reason: 'unheard', remote },
  ],
  [
    'warn vantage hz: an agent from 192.0.2.7 was refused: contract: not ours',
    { vantage: 'hz', kind: 'refused', remote, reason: 'contract: not ours' },
  ],
  [
    'warn vantage hz: a report was not taken, as it is not well formed: boot: missing; and 1 other fault',
    {
      vantage: 'hz',
      kind: 'malformed',
      faults: [
        { field: 'boot', message: 'missing' },
        { field: 'sequence', message: 'missing' },
      ],
    },
  ],
  ['debug vantage hz: report 12 came again, and counts once', { vantage: 'hz', kind: 'duplicate', sequence: 12 }],
  [
    'info vantage hz: 1 observation came too late to count, the oldest after 45s',
    { vantage: 'hz', kind: 'late', observations: 1, agoMs: 45_000 },
  ],
  [
    'warn vantage hz cannot do 2 probes: example.com./web/a/ping: ping sockets are forbidden here, …',
    { vantage: 'hz', kind: 'unable', probes: 2, probe: 'example.com./web/a/ping', reason: 'ping sockets are forbidden here' },
  ],
  ['info vantage hz can do all of its probes again', { vantage: 'hz', kind: 'able' }],
  [
    'debug vantage hz seems to be cut off: 2 of 2 control targets fail: tcp://192.0.2.1:443 timeout, …',
    { vantage: 'hz', kind: 'controls-failing', reason: '2 of 2 control targets fail: tcp://192.0.2.1:443 timeout, …' },
  ],
  ['debug vantage hz reaches its control targets again', { vantage: 'hz', kind: 'controls-mended' }],
  ['warn vantage hz: its clock is 12s ahead of this one; verdicts do not go by it', { vantage: 'hz', kind: 'skewed', skewMs: 12_100 }],
  ['warn vantage hz: its clock is 2h behind this one; verdicts do not go by it', { vantage: 'hz', kind: 'skewed', skewMs: -7_200_000 }],
  ['info vantage hz is let go: its token was revoked', { vantage: 'hz', kind: 'dropped', reason: 'its token was revoked' }],
])('%s', (line, event) => {
  const { vantageLog, fresh, lines } = scene();
  vantageLog.note(event);
  expect(fresh()).toEqual([line]);
  expect(lines()[0]?.fleet).toEqual(JSON.parse(JSON.stringify(event)));
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

test('targets that no vantage sees are an error at once and once a minute, until there is one again', () => {
  const { vantageLog, fresh, clock, counters, faults } = scene();
  const look = (held: number) => {
    vantageLog.look({ vantages: [], held });
    return fresh();
  };
  expect(look(0)).toEqual([]);
  expect(look(12)).toEqual(['error 12 targets are seen by no vantage']);
  expect(faults.last).toBe('12 targets are seen by no vantage: their verdicts hold until one with a say sees them');
  clock.advance(59_999);
  expect(look(20)).toEqual([]);
  clock.advance(1);
  expect(look(1)).toEqual(['error 1 target is seen by no vantage']);
  expect(faults.last).toBe('1 target is seen by no vantage: its verdict holds until one with a say sees it');
  expect(look(0)).toEqual(['info every target is seen by a vantage again: verdicts go by what they see']);
  expect(look(0)).toEqual([]);
  expect(look(3)).toEqual(['error 3 targets are seen by no vantage']);
  expect(counters.faults).toBe(3);
});
