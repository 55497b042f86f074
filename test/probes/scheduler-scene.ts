import type { Check, CheckResult } from '../../probes/check.ts';
import { type ProbeOptions, startProbes } from '../../probes/scheduler.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Observation, ProbeTarget } from '../../src/model/health.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';

export const UP: CheckResult = { ok: true, reason: 'connected' };
export const DOWN: CheckResult = { ok: false, reason: 'connect refused' };

export const passing: Check = async () => UP;
export const failing: Check = async () => DOWN;

/** Probes as a test steers them: `started` is filled as checks start, `held` are the checks that have not concluded. */
export function scene(options: Partial<ProbeOptions> = {}) {
  const clock = fakeClock();
  const started: { host: string; atMs: number; deadline: AbortSignal }[] = [];
  const held: { host: string; conclude: (result: CheckResult) => void }[] = [];
  const observations: Observation[] = [];
  const faults: unknown[] = [];
  const late: { key: string; lateMs: number }[] = [];
  const hold: Check = () => new Promise(conclude => held.push({ host: started.at(-1)!.host, conclude }));
  const check = options.runCheck ?? hold;
  const probes = startProbes({
    vantage: 'embedded',
    clock,
    random: seededRandom(1),
    maxInFlight: 100,
    onObservation: observation => observations.push(observation),
    onFault: (_target, error) => faults.push(error),
    onLate: ({ key }, lateMs) => late.push({ key, lateMs }),
    ...options,
    runCheck: (settings, { text: host }, context) => {
      started.push({ host, atMs: clock.monotonic(), deadline: context.deadline });
      return check(settings, { family: 'host', text: host, name: '.' }, context);
    },
  });
  return { clock, started, held, observations, faults, late, probes };
}

/** Targets at addresses of their own. */
export const many = (count: number, facts = {}): ProbeTarget[] =>
  Array.from({ length: count }, (_, i) => probeTarget(`e${i}`, { address: `127.0.${i >> 8}.${i & 255}`, ...facts }));
