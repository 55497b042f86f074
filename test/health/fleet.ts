import { createHealth, type Health } from '../../src/health/engine.ts';
import { Standstill } from '../../src/lib/standstill.ts';
import type { Observation, RestoredVerdict } from '../../src/model/health.ts';
import type { Monitor } from '../../src/model/monitor.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { declare, endpoint, monitor, observation, pool } from './declare.ts';

export const START = Date.UTC(2026, 0, 1);

/** What the vantages of a fleet are to see. */
export interface Fleet {
  readonly engine: Health;
  readonly clock: FakeClock;
  /** Each vantage observes endpoint `a`, or another one: `+` is well. */
  see(results: Readonly<Record<string, string>>, more?: { endpoint?: string } & Partial<Observation>): void;
  /** The verdict of endpoint `a`, or another one, and why. */
  verdict(endpoint?: string): string;
}

/** Endpoints `a`, `b` … of one pool, each watched by a monitor with fall 2, rise 3 and an interval of 10 s. */
export function fleet(
  more: Partial<Monitor> = {},
  { endpoints = 1, restored, silenced }: { endpoints?: number; restored?: RestoredVerdict; silenced?: () => boolean } = {},
): Fleet {
  const clock = fakeClock(START);
  const standstill = new Standstill(clock);
  const engine = createHealth({ restore: () => restored, clock, stoodStillMs: () => standstill.totalMs, ...(silenced && { silenced }) });
  const names = Array.from({ length: endpoints }, (_, i) => String.fromCharCode(97 + i));
  engine.assign(declare([pool({ endpoints: names.map((name, i) => endpoint(name, `192.0.2.${i + 1}`)) })], [monitor('web', more)]));
  return {
    engine,
    clock,
    see(results, { endpoint: name = 'a', ...rest } = {}) {
      for (const [vantage, seen] of Object.entries(results))
        for (const result of seen)
          engine.observe(observation(result === '+', { vantage, atMs: clock.now(), target: `example.com./web/${name}/web`, ...rest }));
    },
    verdict: (name = 'a') => engine.measured(`example.com./web/${name}`).verdict,
  };
}
