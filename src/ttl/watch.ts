import { surelyEnough } from '../lib/need.ts';
import { JITTER } from '../lib/phase.ts';
import type { Monitor } from '../model/monitor.ts';
import type { TtlRange } from '../model/steering.ts';
import { KNOWN_MS } from './align.ts';
import { type Detection, detect, type Failure, type Watch } from './detection.ts';

/** What a monitor is where so many vantages have a say. */
export function watchOf(monitor: Monitor, vantages: number): Watch {
  const { intervalMs, timeoutMs, fall, confirmMs, quorum } = monitor;
  return { intervalMs, timeoutMs, fall, confirmMs, vantages, needed: surelyEnough(quorum, vantages) };
}

/** How long after the turn of a look answers run out that are aligned to it; undefined where they are not. */
export function alignedAfterMs({ intervalMs, timeoutMs, fall, confirmMs }: Watch, align: TtlRange['align']): number | undefined {
  return align === 'off' ? undefined : JITTER * intervalMs + Math.max(timeoutMs, (fall - 1) * (confirmMs ?? intervalMs)) + KNOWN_MS;
}

/** The monitor that takes longest to find a failure, of at least one: whichever of them notices it, it is no later than that. */
export function slowestOf(monitors: readonly Monitor[], vantages: number, failure: Failure): { monitor: Monitor; detection: Detection } {
  const all = monitors.map(monitor => ({ monitor, detection: detect(watchOf(monitor, vantages), failure) }));
  return all.reduce((slowest, each) => (each.detection.expectedMs > slowest.detection.expectedMs ? each : slowest));
}
