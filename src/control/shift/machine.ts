import { formatDuration } from '../../lib/duration.ts';
import type { Shift, ShiftEntry, ShiftOutcome } from '../../model/shift.ts';
import type { Receiving } from './receiving.ts';

/** What can happen to a shift. */
export type ShiftEvent =
  /** Time passed: so much of it since the last tick. */
  | { readonly kind: 'tick'; readonly passedMs: number; readonly receiving: Receiving }
  /** Every worker serves the ratio of a step; 0: the ratio from before. */
  | { readonly kind: 'served'; readonly step: number; readonly generation: number }
  /** It is stored, but not served by every worker. */
  | { readonly kind: 'not-served'; readonly because: string }
  /** It could not be stored: nothing has changed. */
  | { readonly kind: 'not-stored'; readonly because: string }
  /** The record is no longer the shift's own. */
  | { readonly kind: 'superseded'; readonly because: string }
  | { readonly kind: 'pause'; readonly because: string }
  | { readonly kind: 'resume'; readonly because: string }
  /** `keep`: what is in force stays. */
  | { readonly kind: 'abort'; readonly because: string; readonly keep: boolean }
  /** It was under way when the process before this one ended. */
  | { readonly kind: 'found' };

/** What is to be done: set the ratio of the step that the shift is at, or the one from before. */
export type ShiftEffect = 'lay' | 'return';

/** A shift while it runs: the shift itself, and what only this process needs of it. */
export interface Running {
  readonly shift: Shift;
  /** How much of `every` has passed. */
  readonly heldMs: number;
}

export interface Stepped {
  readonly running: Running;
  readonly effect: ShiftEffect | undefined;
}

/** A shift that may begin: its first step is to be laid. */
export function begin(shift: Shift): Stepped {
  const { steps, plan, startedAtMs } = shift;
  const detail = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}, ${formatDuration(plan.everyMs)} between two of them`;
  return advance({ shift: noted(shift, 'started', startedAtMs, detail), heldMs: 0 }, startedAtMs);
}

/** What an event makes of a shift at `nowMs`, and what is to be done then. Pure; an event that does not fit the phase changes nothing. */
export function step(running: Running, event: ShiftEvent, nowMs: number): Stepped {
  const { shift } = running;
  if (shift.phase === 'ended') return stays(running);
  switch (event.kind) {
    case 'tick':
      return tick(running, event, nowMs);
    case 'served':
      return served(running, event, nowMs);
    case 'not-served':
      return stays(withNote(running, nowMs, `not every worker serves it yet, it is tried again: ${event.because}`));
    case 'not-stored':
      return notStored(running, event.because, nowMs);
    case 'superseded':
      return stays(ended(running, 'superseded', 'superseded', { nowMs, because: event.because }));
    case 'pause':
      return pause(running, event.because, nowMs);
    case 'resume':
      return resume(running, event.because, nowMs);
    case 'abort':
      return abort(running, event, nowMs);
    case 'found':
      return found(running, nowMs);
  }
}

type EventOf<Kind extends ShiftEvent['kind']> = Extract<ShiftEvent, { readonly kind: Kind }>;

function tick(running: Running, { passedMs, receiving }: EventOf<'tick'>, nowMs: number): Stepped {
  const { phase, plan } = running.shift;
  if (phase !== 'holding' && phase !== 'waiting' && phase !== 'paused') return stays(running);
  if (receiving.kind === 'unhealthy' && plan.onUnhealthy === 'rollback') return rollBack(running, receiving.because, nowMs);
  if (phase === 'paused') return stays(receiving.kind === 'unhealthy' ? held(running, 0) : running);
  if (receiving.kind === 'unhealthy') return stays(wait(running, receiving.because, nowMs));
  // In doubt nothing more is sent there: it does not count as time in health.
  if (receiving.kind === 'doubted') return stays(phase === 'waiting' ? held(running, 0) : running);
  const heldMs = running.heldMs + passedMs;
  if (heldMs < plan.everyMs) return stays(held(running, heldMs));
  return advance(phase === 'waiting' ? healthyAgain(running, nowMs) : running, nowMs);
}

function healthyAgain(running: Running, nowMs: number): Running {
  const shift = { ...running.shift, because: undefined };
  const detail = `the receiving side has been healthy for ${formatDuration(shift.plan.everyMs)}`;
  return { ...running, shift: noted(shift, 'healthy', nowMs, detail) };
}

/** On to the next step; there is one, as the last one ends the shift. */
function advance(running: Running, nowMs: number): Stepped {
  const next = running.shift.step + 1;
  const stepping = { ...running.shift, phase: 'stepping' as const, step: next, heldMs: 0, because: undefined };
  const { steps } = stepping;
  const { percent, weights } = steps[next - 1]!;
  const ratio = Object.entries(weights).map(([branch, weight]) => `${branch}=${weight}`);
  const detail = `step ${next} of ${steps.length}, ${percent} % of the way: ${ratio.join(' ')}`;
  return { running: { shift: noted(stepping, 'step', nowMs, detail), heldMs: 0 }, effect: 'lay' };
}

function served(running: Running, { step: what, generation }: EventOf<'served'>, nowMs: number): Stepped {
  const { shift } = running;
  const detail = `every worker serves generation ${generation}`;
  if (shift.phase === 'returning' && what === 0) {
    const returned = noted(shift, 'returned', nowMs, `${detail}: the ratio is what it was before`);
    return stays({ ...running, shift: { ...returned, phase: 'ended' } });
  }
  if (shift.phase === 'paused' && what === shift.step) return stays({ ...running, shift: noted(shift, 'served', nowMs, detail) });
  if (shift.phase !== 'stepping' || what !== shift.step) return stays(running);
  const holding: Running = { ...running, shift: { ...noted(shift, 'served', nowMs, detail), phase: 'holding' } };
  if (shift.step < shift.steps.length) return stays(holding);
  return stays(ended(holding, 'completed', 'completed', { nowMs, because: undefined, detail: 'the last step is served; its ratio stays' }));
}

/** A step that could not be stored comes again when the receiving side has been healthy for another `every`. */
function notStored(running: Running, because: string, nowMs: number): Stepped {
  const { shift } = running;
  if (shift.phase === 'returning') return stays(withNote(running, nowMs, `the ratio could not be put back, it is tried again: ${because}`));
  if (shift.phase !== 'stepping') return stays(running);
  const back = { ...running, shift: { ...shift, step: shift.step - 1 } };
  return stays(wait(back, `the step could not be stored: ${because}`, nowMs));
}

function wait(running: Running, because: string, nowMs: number): Running {
  const { shift } = running;
  const waiting: Shift = { ...shift, phase: 'waiting', because, heldMs: 0 };
  // Why it waits may change with every look; that it waits is told once.
  return { heldMs: 0, shift: shift.phase === 'waiting' ? sameUnless(shift, waiting) : noted(waiting, 'waiting', nowMs, because) };
}

/** The same object where nothing has changed that is worth to be written down. */
function sameUnless(before: Shift, after: Shift): Shift {
  return before.because === after.because && before.heldMs === after.heldMs ? before : after;
}

function pause(running: Running, because: string, nowMs: number): Stepped {
  const { shift } = running;
  if (shift.phase === 'paused' || shift.phase === 'returning') return stays(running);
  return stays({ ...running, shift: { ...noted(shift, 'paused', nowMs, because), phase: 'paused', because } });
}

/** What of `every` had passed before counts. One that was stopped while its last step was on the way is over when that is served. */
function resume(running: Running, because: string, nowMs: number): Stepped {
  const { shift } = running;
  if (shift.phase !== 'paused') return stays(running);
  const resumed: Shift = { ...noted(shift, 'resumed', nowMs, because), phase: 'holding', because: undefined };
  if (shift.step < shift.steps.length) return stays({ ...running, shift: resumed });
  return { running: { ...running, shift: { ...resumed, phase: 'stepping' } }, effect: 'lay' };
}

function abort(running: Running, { because, keep }: EventOf<'abort'>, nowMs: number): Stepped {
  const { shift } = running;
  if (shift.phase === 'returning') return stays(running);
  if (keep) return stays(ended(running, 'aborted', 'abort', { nowMs, because, detail: `${because}; the ratio stays as it is` }));
  return goBack(running, { entry: 'abort', outcome: 'aborted', because, nowMs });
}

function rollBack(running: Running, because: string, nowMs: number): Stepped {
  return goBack(running, { entry: 'rollback', outcome: 'rolled_back', because, nowMs });
}

interface Return {
  readonly entry: ShiftEntry;
  readonly outcome: ShiftOutcome;
  readonly because: string;
  readonly nowMs: number;
}

function goBack(running: Running, { entry, outcome, because, nowMs }: Return): Stepped {
  const shift = noted(running.shift, entry, nowMs, because);
  return { running: { heldMs: 0, shift: { ...shift, phase: 'returning', outcome, because, heldMs: 0 } }, effect: 'return' };
}

/** Whatever was on its way is stored with the shift; whether it is served is asked for again. */
function found(running: Running, nowMs: number): Stepped {
  const shift = noted(running.shift, 'found', nowMs, 'the process ended meanwhile; it goes on where it was');
  const { phase } = shift;
  const effect = phase === 'stepping' ? 'lay' : phase === 'returning' ? 'return' : undefined;
  return { running: { shift, heldMs: shift.heldMs }, effect };
}

/** Tenths of `every` are written down: a restart loses no more. */
function held(running: Running, heldMs: number): Running {
  const { shift } = running;
  const tenthMs = shift.plan.everyMs / 10;
  const noted = Math.floor(Math.floor(heldMs / tenthMs) * tenthMs);
  return { heldMs, shift: noted === shift.heldMs ? shift : { ...shift, heldMs: noted } };
}

interface End {
  readonly nowMs: number;
  readonly because: string | undefined;
  /** Left out: `because`. */
  readonly detail?: string;
}

function ended(running: Running, outcome: ShiftOutcome, entry: ShiftEntry, { nowMs, because, detail = because ?? '' }: End): Running {
  return { ...running, shift: { ...noted(running.shift, entry, nowMs, detail), phase: 'ended', outcome, because } };
}

function withNote(running: Running, nowMs: number, detail: string): Running {
  const last = running.shift.timeline.at(-1);
  return last?.what === 'note' && last.detail === detail ? running : { ...running, shift: noted(running.shift, 'note', nowMs, detail) };
}

/** So many moments are kept: the first, and the newest. */
const MOST = 200;

function noted(shift: Shift, what: ShiftEntry, atMs: number, detail: string): Shift {
  const [first, ...rest] = [...shift.timeline, { what, atMs, detail }];
  return { ...shift, timeline: [first!, ...rest.slice(-(MOST - 1))] };
}

function stays(running: Running): Stepped {
  return { running, effect: undefined };
}
