import { NEVER_TURNS } from '../lib/outlook.ts';
import type { Measured, Outlook, Verdict } from '../model/health.ts';
import type { Pool } from '../model/steering.ts';
import type { TargetState } from './target-state.ts';

/** What one monitor says of an endpoint. */
export interface MonitorState {
  readonly monitor: string;
  readonly state: TargetState;
  readonly outlook: Outlook;
}

/** Measured for an endpoint whose pool has no monitor: up for ever. */
export function unmonitored(nowMs: number): Measured {
  return { verdict: 'up', reason: 'no monitor', sinceMs: nowMs, wavering: false, outlook: NEVER_TURNS };
}

/**
 * An endpoint's verdict from those of its monitors, of which there is at least one. `all`: one `down` makes it down, else one `unknown`
 * makes it unknown, else it is up. `any`: one `up` makes it up, else one `unknown` makes it unknown, else it is down.
 * With several monitors the reason begins with the name of the one that decides. `before` lends its `sinceMs` if the verdict stays.
 */
export function combine(require: Pool['require'], monitors: readonly MonitorState[], before?: Measured): Measured {
  const decisive = require === 'all' ? 'down' : 'up';
  const verdict = combinedVerdict(decisive, monitors);
  const supporters = monitors.filter(({ state }) => state.verdict === verdict);
  const speaker = speakerOf(supporters, verdict === decisive);
  return {
    verdict,
    reason: monitors.length === 1 ? speaker.state.reason : `${speaker.monitor}: ${speaker.state.reason}`,
    sinceMs:
      before?.verdict === verdict ? before.sinceMs : combinedSince(verdict === decisive ? supporters : monitors, verdict === decisive),
    wavering: verdict === 'unknown' || speaker.state.streak > 0,
    outlook: verdict === decisive ? latest(supporters) : soonest(monitors),
  };
}

function combinedVerdict(decisive: 'up' | 'down', monitors: readonly MonitorState[]): Verdict {
  const present = new Set(monitors.map(({ state }) => state.verdict));
  if (present.has(decisive)) return decisive;
  if (present.has('unknown')) return 'unknown';
  return decisive === 'up' ? 'down' : 'up';
}

/**
 * The monitor whose next observations can turn the verdict. One that each supporter upholds alone wavers only when all of them do;
 * one that all must uphold wavers as soon as one does.
 */
function speakerOf(supporters: readonly MonitorState[], alone: boolean): MonitorState {
  return supporters.find(({ state }) => (alone ? state.streak === 0 : state.streak > 0)) ?? supporters[0]!;
}

/** A verdict that each of several monitors upholds alone turns when the last of them does, and is settled when one of them is. */
function latest(monitors: readonly MonitorState[]): Outlook {
  const outlooks = monitors.map(({ outlook }) => outlook);
  const last = outlooks.reduce((a, b) => (b.turnsInMs > a.turnsInMs ? b : a));
  return withUnsettled(
    last,
    outlooks.every(({ unsettled }) => unsettled),
  );
}

/** Any other turns as soon as one of them does, and is settled when all are. */
function soonest(monitors: readonly MonitorState[]): Outlook {
  const outlooks = monitors.map(({ outlook }) => outlook);
  const first = outlooks.reduce((a, b) => (b.turnsInMs < a.turnsInMs ? b : a));
  return withUnsettled(
    first,
    outlooks.some(({ unsettled }) => unsettled),
  );
}

function withUnsettled(outlook: Outlook, unsettled: boolean): Outlook {
  return outlook.unsettled === unsettled ? outlook : { ...outlook, unsettled };
}

/** A verdict that one monitor upholds alone began with the first that came to it; any other began with the last that changed. */
function combinedSince(monitors: readonly MonitorState[], alone: boolean): number {
  const times = monitors.map(({ state }) => state.sinceMs);
  return alone ? Math.min(...times) : Math.max(...times);
}
