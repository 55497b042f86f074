import type { ControlResult } from '../../src/fleet/contract.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { ControlTarget } from '../../src/model/control-target.ts';
import type { Probe } from '../../src/model/health.ts';
import type { Check } from '../check.ts';
import { runCheck } from '../checks/registry.ts';
import { printable } from '../printable.ts';
import { type ProbeContext, type ProbeEnd, runProbe } from '../run-probe.ts';
import { timetable } from '../timetable.ts';
import { Rounds } from './rounds.ts';

const EVERY_MS = 5000;
const TIMEOUT_MS = 2000;

/** Out of turn: what was seen waits for it. */
const URGENT_TIMEOUT_MS = 1000;

export interface ControlOptions {
  readonly targets: readonly ControlTarget[];
  readonly clock: Clock;
  /** Default: the registry's checks. */
  readonly runCheck?: Check;
  /** A target does well that did not before, or the other way round, or was not checked before. */
  readonly onChange: (result: ControlResult) => void;
}

/** Control targets under check. Disposed, nothing is checked any more. */
export interface Controls extends Disposable {
  /** How each did last, in the order given; one whose first check goes on is not there yet. */
  results(): readonly ControlResult[];
  /**
   * Calls `run` once all targets have concluded checks that began no sooner than this call, out of turn and with a timeout of a second:
   * `results` has them, and `onChange` was called. Without targets that is at once; after the end, never. Calls share such checks, of
   * which there are at most four a second.
   */
  afterCheck(run: () => void): void;
}

/** Checks each target now, and every five seconds. What this machine cannot check counts as failed: it is the machine that is asked about. */
export function startControls(options: ControlOptions): Controls {
  const { targets, clock, onChange } = options;
  const moments = timetable(clock);
  const context: ProbeContext = { vantage: '', clock, timetable: moments, runCheck: options.runCheck ?? runCheck };
  const last = new Map<ControlTarget, ControlResult>();
  const inFlight = new Map<ControlTarget, () => void>();
  const conclude = (target: ControlTarget, end: ProbeEnd) => {
    const result = { target: target.text, ...outcomeOf(end) };
    const changed = last.get(target)?.ok !== result.ok;
    last.set(target, result);
    if (changed) onChange(result);
  };
  const check = (target: ControlTarget, timeoutMs: number, onEnd = () => {}) => {
    const abort = runProbe(probeOf(target, timeoutMs), context, end => {
      inFlight.delete(target);
      conclude(target, end);
      onEnd();
    });
    inFlight.set(target, abort);
  };
  const takeTurn = (target: ControlTarget) => {
    moments.at(clock.monotonic() + EVERY_MS, () => takeTurn(target));
    if (!inFlight.has(target)) check(target, TIMEOUT_MS);
  };
  /** Checks that began before give way: they could tell of before. */
  const checkAll = (onEnd: () => void) => {
    let left = targets.length;
    for (const target of targets) {
      inFlight.get(target)?.();
      check(target, URGENT_TIMEOUT_MS, () => --left === 0 && onEnd());
    }
  };
  const rounds = new Rounds({ clock, timetable: moments, begin: checkAll });
  for (const target of targets) takeTurn(target);
  return {
    results: () => targets.flatMap(target => last.get(target) ?? []),
    afterCheck: run => (targets.length === 0 ? run() : rounds.after(run)),
    [Symbol.dispose]() {
      moments[Symbol.dispose]();
      for (const abort of inFlight.values()) abort();
    },
  };
}

function probeOf({ text, address, check }: ControlTarget, timeoutMs: number): Probe {
  return { key: text, site: '', address, monitor: { intervalMs: EVERY_MS, timeoutMs, fall: 1, confirmMs: undefined, check } };
}

function outcomeOf(end: ProbeEnd): Pick<ControlResult, 'ok' | 'reason'> {
  if (end.kind === 'observed') return { ok: end.observation.ok, reason: printable(end.observation.reason) };
  return { ok: false, reason: printable(end.error instanceof Error ? end.error.message : String(end.error)) };
}
