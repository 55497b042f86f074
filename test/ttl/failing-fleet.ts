import type { Check } from '../../probes/check.ts';
import { type ProbeScheduler, startProbes } from '../../probes/scheduler.ts';
import { Suspicion } from '../../src/fleet/suspicion.ts';
import { createHealth } from '../../src/health/engine.ts';
import { phaseOf } from '../../src/lib/phase.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { EndpointKey, Measured } from '../../src/model/health.ts';
import type { Monitor } from '../../src/model/monitor.ts';
import type { Failure } from '../../src/ttl/detection.ts';
import { declare, endpoint, monitor, pool } from '../health/declare.ts';
import { fakeClock } from '../support/fake-clock.ts';

/** What was known of one endpoint, and since when; and when it failed. All in milliseconds since the epoch. */
export interface Course {
  readonly failedAtMs: number;
  readonly known: readonly { readonly fromMs: number; readonly measured: Measured }[];
}

export interface FailingFleet extends Partial<Pick<Monitor, 'intervalMs' | 'timeoutMs' | 'fall' | 'confirmMs' | 'quorum'>> {
  readonly vantages: number;
  readonly failure: Failure;
}

const ENDPOINTS = 200;
const SETTLED_MS = 60_000;

/** The health engine and the probes as they are, on a clock of their own; the endpoints fail one after the other, spread over an interval. */
export async function failingFleet({ vantages, failure, ...rhythm }: FailingFleet): Promise<readonly Course[]> {
  const clock = fakeClock();
  const health = createHealth({ restore: () => undefined, clock });
  const names = Array.from({ length: ENDPOINTS }, (_, i) => `e${i}`);
  const endpoints = names.map((name, i) => endpoint(name, `192.0.2.${i + 1}`));
  health.assign(declare([pool({ endpoints })], [monitor('web', rhythm)]));
  const { intervalMs, timeoutMs } = health.targets[0]!.monitor;
  const failsAtMs = new Map(health.targets.map(({ key, address }, i) => [address.text, clock.now() + failsAfterMs(key, i, intervalMs)]));

  const check: Check = async (_settings, address) => {
    if (clock.now() < failsAtMs.get(address.text)!) return { ok: true, reason: 'connected' };
    return failure === 'told' ? { ok: false, reason: 'connect refused' } : new Promise(() => {});
  };
  const known = new Map<EndpointKey, { fromMs: number; measured: Measured }[]>();
  const note = (key: EndpointKey) => {
    const [measured, list] = [health.measured(key), known.get(key) ?? []];
    known.set(key, list);
    if (list.at(-1)?.measured !== measured) list.push({ fromMs: clock.now(), measured });
  };
  const suspicion = new Suspicion({
    clock,
    onGathered: suspects => {
      for (const [name, probes] of fleet) probes.checkNow([...suspects].filter(([, seen]) => !seen.has(name)).map(([key]) => key));
    },
  });
  const fleet = new Map<string, ProbeScheduler>();
  for (let index = 0; index < vantages; index++) {
    const vantage = `v${index}`;
    const probes = startProbes({
      vantage,
      clock,
      random: seededRandom(index + 1),
      maxInFlight: 10_000,
      runCheck: check,
      onFault: (_probe, error) => Promise.reject(error),
      onLate: () => {},
      onObservation(observation) {
        const change = health.observe(observation);
        if (change) note(change.endpoint);
        if (change?.suspicion) suspicion.add({ key: observation.target, timeoutMs, lateAfterMs: Number.POSITIVE_INFINITY }, vantage);
      },
    });
    fleet.set(vantage, probes);
  }
  const facts = [...fleet.keys()].map((name, index) => ({ name, region: undefined, voteless: undefined, slot: { index, of: vantages } }));
  const noteAll = () => {
    for (const { endpoint: key } of health.targets) note(key);
  };
  health.setVantages(facts);
  [...fleet.values()].forEach((probes, index) => void probes.assign(health.targets, { index, of: vantages }));
  const endMs = clock.now() + SETTLED_MS + 12 * intervalMs;
  while (clock.now() < endMs) {
    await clock.advanceSettled(1000);
    health.tick();
    noteAll();
  }
  for (const probes of fleet.values()) await probes[Symbol.asyncDispose]();
  suspicion[Symbol.dispose]();
  return health.targets.map(({ endpoint: key, address }) => ({ failedAtMs: failsAtMs.get(address.text)!, known: known.get(key)! }));
}

/** Once all is settled, and caches have had time to ask a few times; each a little later after its turn than the one before. */
function failsAfterMs(key: string, i: number, intervalMs: number): number {
  return SETTLED_MS + (6 + ((phaseOf(key) + (i + 0.5) / ENDPOINTS) % 1)) * intervalMs;
}
