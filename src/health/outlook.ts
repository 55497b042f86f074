import { JITTER } from '../lib/phase.ts';
import type { Looks, Outlook, Verdict } from '../model/health.ts';
import type { Monitor } from '../model/monitor.ts';
import type { Elector } from './electorate.ts';
import { seesDown } from './quorum.ts';
import type { Threshold } from './threshold.ts';

/** The turns of the vantages, as the wall clock has them. */
export interface Grid {
  /** How many vantages share each interval; 0 where that is not known. */
  readonly slots: number;
  /** Milliseconds from the grid's time to those since the epoch. */
  readonly offsetMs: number;
}

/** Where one vantage stands; one that is awaited goes along with the verdict. */
export interface Standpoint extends Threshold {
  readonly region: string | undefined;
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

interface Voter {
  readonly vote: Threshold;
  readonly elector: Pick<Elector, 'facts'>;
}

/** Where the vantages stand that have a say: those that have looked, and those that are awaited. */
export function standpointsOf(verdict: Verdict, voters: readonly Voter[], awaited: readonly Pick<Elector, 'facts'>[]): Standpoint[] {
  const looked = voters.map(({ vote, elector }) => ({ verdict: vote.verdict, streak: vote.streak, region: elector.facts.region }));
  return looked.concat(awaited.map(({ facts }) => ({ verdict, streak: 0, region: facts.region })));
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
  const doubted = standpoints.some(({ verdict, streak }) => verdict !== 'down' && streak > 0);
  const againMs = confirmMs ?? intervalMs;
  const stepMs = doubted ? againMs : intervalMs;
  const times = standpoints.map(({ verdict, streak }) => (verdict === 'down' ? 0 : Math.max(1, fall - streak) * stepMs));
  const isDownAt = (atMs: number) =>
    seesDown(
      quorum,
      standpoints.map(({ region }, i) => ({ region, down: times[i]! <= atMs })),
    );
  return Math.max(againMs, earliest(times, isDownAt));
}

function risesInMs({ monitor, standpoints, riseNeeded, wellMs }: Prospect): number {
  const { quorum, intervalMs } = monitor;
  const missing = ({ verdict, streak }: Standpoint) => (verdict === 'down' ? Math.max(1, riseNeeded - streak) : Number(verdict !== 'up'));
  const times = standpoints.map(standpoint => missing(standpoint) * intervalMs);
  const isUpAt = (atMs: number) =>
    !seesDown(
      quorum,
      standpoints.map(({ region }, i) => ({ region, down: times[i]! > atMs })),
    );
  const successesMs = earliest(times, isUpAt);
  return successesMs > 0 ? successesMs + wellMs : coarse(wellMs, intervalMs);
}

/** The first of these times at which it `holds`; at the last of them it does. */
function earliest(times: readonly number[], holds: (atMs: number) => boolean): number {
  const moments = [...new Set(times)].sort((a, b) => a - b);
  return moments.find((atMs, i) => i === moments.length - 1 || holds(atMs))!;
}

/** What passes by itself is told in steps, each half of the one before, and at least an interval, so that few answers are compiled for it. */
function coarse(ms: number, intervalMs: number): number {
  return intervalMs * 2 ** Math.max(0, Math.floor(Math.log2(ms / intervalMs)));
}

/** Turns of one probe are as far apart at all vantages together as if one looked that much more often. */
function looksOf({ verdict, monitor, standpoints, phase, grid }: Prospect): Looks | undefined {
  const { intervalMs, fall, confirmMs } = monitor;
  if (grid.slots === 0 || standpoints.length === 0) return undefined;
  const everyMs = intervalMs / grid.slots;
  const beginsMs = Math.floor(phase * intervalMs) + JITTER * intervalMs + grid.offsetMs;
  return {
    everyMs,
    phaseMs: ((beginsMs % everyMs) + everyMs) % everyMs,
    confirmedMs: verdict === 'up' ? (fall - 1) * (confirmMs ?? intervalMs) : 0,
  };
}
