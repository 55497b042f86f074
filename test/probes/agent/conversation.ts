import type { Report } from '../../../src/fleet/contract.ts';
import type { Probe } from '../../../src/model/health.ts';
import type { AskedReport, AskedStream, ControllerStandIn } from '../../support/controller-stand-in.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { probeTarget } from '../../support/probe-target.ts';
import { assignmentOf, passing } from './agent-scene.ts';

/** A probe with an interval of a second. */
export const tcp = (name: string, port: number, confirmMs?: number): Probe => {
  const target = probeTarget(name, { check: { type: 'tcp', port }, intervalMs: 1000, timeoutMs: 500 });
  return { ...target, monitor: { ...target.monitor, confirmMs } };
};

/** The key of the probe `a`. */
export const A = 'example.com./pool/a/monitor';

export type Fits = (report: Report) => boolean;

/** Takes reports until one fits, and gives that one, taken as well. */
export async function takenUntil(controller: ControllerStandIn, clock: FakeClock, fits: Fits): Promise<AskedReport> {
  const asked = await nextWith(controller, clock, fits);
  asked.take();
  return asked;
}

/** Takes reports until one fits, and gives that one, not answered yet. */
export async function nextWith(controller: ControllerStandIn, clock: FakeClock, fits: Fits): Promise<AskedReport> {
  for (;;) {
    const asked = await passing(clock, controller.report());
    if (fits(asked.report)) return asked;
    asked.take();
  }
}

export const hasSeen =
  (ok: boolean): Fits =>
  ({ observations }) =>
    observations.some(seen => seen.ok === ok);

/** Takes the agent's stream, says hello and assigns. */
export async function greeted(controller: ControllerStandIn, ...probes: readonly Probe[]): Promise<AskedStream> {
  const stream = await controller.stream();
  stream.greet();
  stream.tell({ event: 'assign', data: assignmentOf(...probes) });
  return stream;
}

/** Lets time pass while nothing is waited for. */
export async function rest(clock: FakeClock, durationMs: number): Promise<void> {
  for (let passed = 0; passed < durationMs; passed += 10) await clock.advanceSettled(10);
}
