import type { Clock } from '../src/lib/clock.ts';
import { formatDuration } from '../src/lib/duration.ts';
import type { Observation, Probe } from '../src/model/health.ts';
import type { Check, CheckContext, CheckResult } from './check.ts';
import { phaseTimer } from './phase-timer.ts';
import type { Timetable } from './timetable.ts';

/** A timer later than this means that the whole process stood still, which is not the endpoint's doing. */
const STALL_MS = 100;

export interface ProbeContext {
  readonly vantage: string;
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly runCheck: Check;
}

export type ProbeEnd =
  | { readonly kind: 'observed'; readonly observation: Observation }
  /** The vantage could not probe; nothing is known of the endpoint. */
  | { readonly kind: 'fault'; readonly error: unknown };

/**
 * Probes once and calls `onEnd` once: when the check concludes, or when the monitor's timeout has passed. The returned
 * function aborts the probe without a result.
 */
export function runProbe(probe: Probe, context: ProbeContext, onEnd: (end: ProbeEnd) => void): () => void {
  const { clock, vantage, runCheck } = context;
  const startedMs = clock.monotonic();
  const timer = phaseTimer(clock);
  const abort = new AbortController();
  let ended = false;
  const end = (result: ProbeEnd) => {
    if (ended) return;
    ended = true;
    cancelTimeout();
    onEnd(result);
  };
  const observe = ({ ok, reason }: CheckResult) => {
    const times = { atMs: clock.now(), durationMs: clock.monotonic() - startedMs };
    const phases = timer.timings();
    end({ kind: 'observed', observation: { target: probe.key, vantage, ok, reason, ...times, ...(phases && { phases }) } });
  };
  const cancelTimeout = armTimeout(probe.monitor.timeoutMs, context, () => {
    const reason = `timeout after ${formatDuration(probe.monitor.timeoutMs)}`;
    abort.abort(new Error(reason));
    observe({ ok: false, reason });
  });
  const checkContext = { deadline: abort.signal, clock, phaseEnded: timer.ended };
  startCheck(probe, runCheck, checkContext).then(observe, error => end({ kind: 'fault', error }));
  return () => {
    ended = true;
    cancelTimeout();
    abort.abort(new Error('no longer wanted'));
  };
}

/** Where the process stood still over the end of the timeout, the answer may be waiting unread: the lost time is given back, once. */
function armTimeout(timeoutMs: number, { clock, timetable }: ProbeContext, giveUp: () => void): () => void {
  let cancel = timetable.at(clock.monotonic() + timeoutMs, lateMs => {
    if (lateMs <= STALL_MS) giveUp();
    else cancel = timetable.at(clock.monotonic() + Math.min(lateMs, timeoutMs), giveUp);
  });
  return () => cancel();
}

/** Turns whatever a check throws into a rejection. */
async function startCheck(probe: Probe, runCheck: Check, context: CheckContext): Promise<CheckResult> {
  return runCheck(probe.monitor.check, probe.address, context);
}
