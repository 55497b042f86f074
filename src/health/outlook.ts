import { needOf } from '../lib/need.ts';
import { JITTER } from '../lib/phase.ts';
import type { Looks, Outlook, Verdict } from '../model/health.ts';
import type { Monitor, Need, Quorum } from '../model/monitor.ts';
import type { Elector } from './electorate.ts';
import type { Threshold } from './threshold.ts';
import { silentVote } from './vote.ts';

/** The turns of the vantages, as the wall clock has them. */
export interface Grid {
  /** How many vantages share each interval; 0 where that is not known. */
  readonly slots: number;
  /** Milliseconds from the grid's time to those since the epoch. */
  readonly offsetMs: number;
}

/** Where one vantage stands. */
export interface Standpoint {
  readonly elector: Pick<Elector, 'facts'>;
  readonly vote: Threshold;
}

/** What it hangs on how soon a verdict turns, and when that is seen. */
export interface Prospect {
  readonly verdict: Verdict;
  readonly monitor: Monitor;
  /** Successes in a row that a vantage needs now. */
  readonly riseNeeded: number;
  /** Of all vantages that have a say; empty where the verdict holds because none has. */
  readonly standpoints: readonly Standpoint[];
  /** Milliseconds that a target must be well for, beyond those successes, to be up; Infinity where an operator must say so. */
  readonly wellMs: number;
  /** Of the probe that observes it, from 0 up to 1. */
  readonly phase: number;
  readonly grid: Grid;
}

/** With those that are awaited, which go along with the verdict. */
export function withAwaited(voters: readonly Standpoint[], awaited: readonly Elector[], verdict: Verdict): readonly Standpoint[] {
  return awaited.length === 0 ? voters : [...voters, ...awaited.map(elector => ({ elector, vote: silentVote(verdict) }))];
}

/** How soon a verdict may turn, and when that is seen. */
export function outlookOf(prospect: Prospect, unsettled: boolean): Outlook {
  return { turnsInMs: turnsInMs(prospect), looks: looksOf(prospect), unsettled };
}

/** As Outlook has it: of the vantages, as many must turn as the quorum asks for, so the soonest of them do not decide alone. */
export function turnsInMs(prospect: Prospect): number {
  const { verdict, monitor, standpoints } = prospect;
  if (verdict === 'unknown') return monitor.intervalMs;
  if (standpoints.length === 0) return Number.POSITIVE_INFINITY;
  return verdict === 'up' ? fallsInMs(prospect) : risesInMs(prospect);
}

/** At the first doubt all vantages look again at once, and confirm as soon as the one that doubts. */
function fallsInMs({ monitor, standpoints }: Prospect): number {
  const { quorum, fall, intervalMs, confirmMs } = monitor;
  const doubted = standpoints.some(({ vote: { verdict, streak } }) => verdict !== 'down' && streak > 0);
  const againMs = confirmMs ?? intervalMs;
  const stepMs = doubted ? againMs : intervalMs;
  const times = standpoints.map(({ vote: { verdict, streak } }) => (verdict === 'down' ? 0 : Math.max(1, fall - streak) * stepMs));
  return Math.max(againMs, decisive(quorum, standpoints, times, enoughDown));
}

function risesInMs({ monitor, standpoints, riseNeeded, wellMs }: Prospect): number {
  const { quorum, intervalMs } = monitor;
  const missing = ({ vote: { verdict, streak } }: Standpoint) =>
    verdict === 'down' ? Math.max(1, riseNeeded - streak) : Number(verdict !== 'up');
  const times = standpoints.map(standpoint => missing(standpoint) * intervalMs);
  const successesMs = decisive(quorum, standpoints, times, tooFewDown);
  return successesMs > 0 ? successesMs + wellMs : coarse(wellMs, intervalMs);
}

/** Of voices that turn at these times, the time that decides. */
type Decide = (need: Need, times: readonly number[]) => number;

const enoughDown: Decide = (need, times) => nth(times, needOf(need, times.length) - 1);

const tooFewDown: Decide = (need, times) => nth(times, times.length - needOf(need, times.length));

/** As the quorum has it: of all vantages, or of the regions, each by its own. */
function decisive({ need, perRegion }: Quorum, standpoints: readonly Standpoint[], times: readonly number[], decide: Decide): number {
  if (!perRegion) return decide(need, times);
  const regions = Map.groupBy(times.keys(), i => standpoints[i]!.elector.facts.region);
  return decide(
    need,
    [...regions.values()].map(members =>
      decide(
        perRegion,
        members.map(i => times[i]!),
      ),
    ),
  );
}

/** The nth smallest, from 0. */
function nth(times: readonly number[], n: number): number {
  return times.every(atMs => atMs === times[0]) ? times[0]! : times.toSorted((a, b) => a - b)[n]!;
}

/** What passes by itself is told in steps, each half of the one before, and at least an interval, so that few answers are compiled for it. */
function coarse(ms: number, intervalMs: number): number {
  return intervalMs * 2 ** Math.max(0, Math.floor(Math.log2(ms / intervalMs)));
}

/** Turns of one probe are as far apart at all vantages together as if one looked that much more often. */
function looksOf({ verdict, monitor, standpoints, phase, grid }: Prospect): Looks | undefined {
  const { intervalMs, timeoutMs, fall, confirmMs } = monitor;
  if (grid.slots === 0 || standpoints.length === 0) return undefined;
  const everyMs = intervalMs / grid.slots;
  const beginsMs = Math.floor(phase * intervalMs) + JITTER * intervalMs + grid.offsetMs;
  return {
    everyMs,
    phaseMs: ((beginsMs % everyMs) + everyMs) % everyMs,
    confirmedMs: verdict === 'up' ? (fall - 1) * (confirmMs ?? intervalMs) : 0,
    doubtedMs: timeoutMs,
  };
}
