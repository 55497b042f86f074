import type { ControlResult } from '../src/fleet/contract.ts';
import type { ControlTarget } from '../src/model/control-target.ts';
import type { Observation } from '../src/model/health.ts';
import { startControls } from './agent/controls.ts';
import { Gate } from './agent/gate.ts';
import { type ProbeOptions, type ProbeScheduler, startProbes } from './scheduler.ts';

export interface VantageOptions extends Omit<ProbeOptions, 'onObservation'> {
  readonly controls: readonly ControlTarget[];
  /** A control target does otherwise than before. */
  readonly onControls: () => void;
  /** Takes what was seen, with the clock's monotonic time of then: a failure only after the control targets were looked at. */
  readonly onObservation: (observation: Observation, seenMs: number) => void;
}

/** A vantage: its probes, and what it can always reach. Disposed, it has no timer and no socket, and tells nothing more. */
export interface Vantage extends ProbeScheduler {
  /** How its control targets do. */
  controls(): readonly ControlResult[];
}

/** Starts a vantage with no probes; its control targets are checked at once. */
export function startVantage(options: VantageOptions): Vantage {
  const { clock, onControls, onObservation } = options;
  const controls = startControls({ targets: options.controls, clock, onChange: onControls });
  const gate = new Gate({ controls, onPass: onObservation });
  const probes = startProbes({ ...options, onObservation: seen => gate.see(seen, clock.monotonic()) });
  return {
    assign(assigned, slot) {
      gate.assign(assigned);
      probes.assign(assigned, slot);
    },
    checkNow: keys => probes.checkNow(keys),
    recheck: keys => probes.recheck(keys),
    controls: () => controls.results(),
    async [Symbol.asyncDispose]() {
      gate[Symbol.dispose]();
      controls[Symbol.dispose]();
      await probes[Symbol.asyncDispose]();
    },
  };
}
