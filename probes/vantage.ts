import type { ControlResult } from '../src/fleet/contract.ts';
import type { ControlTarget } from '../src/model/control-target.ts';
import type { Observation, TargetKey } from '../src/model/health.ts';
import { startControls } from './agent/controls.ts';
import { CutOff } from './agent/cut-off.ts';
import { Gate } from './agent/gate.ts';
import { type ProbeOptions, type ProbeScheduler, startProbes } from './scheduler.ts';

export interface VantageOptions extends Omit<ProbeOptions, 'onObservation'> {
  readonly controls: readonly ControlTarget[];
  /** A control target does otherwise than before. */
  readonly onControls: () => void;
  /**
   * Takes what was seen, with the clock's monotonic time of then: a failure only after the control targets were looked at, and none of a
   * time in which more than half of them failed once that is over: what failed then is probed again.
   */
  readonly onObservation: (observation: Observation, seenMs: number) => void;
}

/** A vantage: its probes, and what it can always reach. Disposed, it has no timer and no socket, and tells nothing more. */
export interface Vantage extends ProbeScheduler {
  /** How its control targets do. */
  controls(): readonly ControlResult[];
  /** Whether more than half of its control targets were seen to fail at any time since then, on the clock's monotonic time. */
  wasCutOffSince(monotonicMs: number): boolean;
  /** Rechecks these, and all else that failed when it was done last. */
  recheckFailing(keys: Iterable<TargetKey>): void;
}

/** Starts a vantage with no probes; its control targets are checked at once. */
export function startVantage(options: VantageOptions): Vantage {
  const { clock, onControls, onObservation } = options;
  const cutOff = new CutOff(clock);
  const failing = new Set<TargetKey>();
  const onChange = () => {
    const isOver = cutOff.learn(controls.results());
    onControls();
    if (isOver) probes.recheck(failing);
  };
  const controls = startControls({ targets: options.controls, clock, onChange });
  const gate = new Gate({ controls, cutOff, onPass: onObservation, onSpoilt: target => probes.recheck([target]) });
  const see = (observation: Observation) => {
    if (observation.ok) failing.delete(observation.target);
    else failing.add(observation.target);
    gate.see(observation, clock.monotonic());
  };
  const probes = startProbes({ ...options, onObservation: see });
  return {
    assign(assigned, slot) {
      gate.assign(assigned);
      probes.assign(assigned, slot);
      const asked = new Set(assigned.map(({ key }) => key));
      for (const key of failing) if (!asked.has(key)) failing.delete(key);
    },
    checkNow: keys => probes.checkNow(keys),
    recheck: keys => probes.recheck(keys),
    recheckFailing: keys => probes.recheck(new Set([...keys, ...failing])),
    controls: () => controls.results(),
    wasCutOffSince: monotonicMs => cutOff.wasSince(monotonicMs),
    async [Symbol.asyncDispose]() {
      gate[Symbol.dispose]();
      controls[Symbol.dispose]();
      await probes[Symbol.asyncDispose]();
    },
  };
}
