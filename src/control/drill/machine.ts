import { formatDuration } from '../../lib/duration.ts';
import type { DrainFigures, Drill, DrillOutcome, DrillStep } from '../../model/drill.ts';
import { noteErrorRate } from './error-rates.ts';

/** When something happened: on the clock that people read, and since the drill began on one that nobody sets. */
export interface Moment {
  readonly nowMs: number;
  readonly elapsedMs: number;
}

/** What can happen to a drill. */
export type DrillEvent =
  /** Its overrides are stored, and every worker serves them. */
  | { readonly kind: 'laid'; readonly generation: number; readonly drain: DrainFigures }
  /** They could not be stored, or are not served by every worker. */
  | { readonly kind: 'not-laid'; readonly stored: boolean; readonly because: string }
  /** Time passed. `fault`: why it may not go on, as the zones, the survivors and the overrides are now. */
  | { readonly kind: 'tick'; readonly fault: string | undefined }
  | { readonly kind: 'error-rate'; readonly reading: { readonly rate: number } | { readonly fault: string } }
  | { readonly kind: 'abort'; readonly because: string }
  | { readonly kind: 'released'; readonly generation: number; readonly recovery: DrainFigures; readonly notYet: readonly string[] }
  | { readonly kind: 'not-released'; readonly because: string }
  /** The process ends. */
  | { readonly kind: 'ending' }
  /** Its overrides are out of the store, while the process ends: nothing of them is left at the next start. */
  | { readonly kind: 'undone' }
  /** It was running when the process before this one ended. */
  | { readonly kind: 'found' };

/** What is to be done, in order. */
export type DrillEffect = 'lay' | 'release';

/** A drill while it runs: the drill itself, and what only this process needs of it. */
export interface Running {
  readonly drill: Drill;
  /** When clients are to be let back, as `Moment.elapsedMs`; undefined before they are away. */
  readonly dueMs: number | undefined;
  /** Why it is to be called off as soon as its overrides are out. */
  readonly abortAfterwards: string | undefined;
}

export interface Stepped {
  readonly running: Running;
  readonly effects: readonly DrillEffect[];
}

/** A drill that has been decided: the first thing to do is to lay its overrides. */
export function begin(drill: Drill): Stepped {
  const targets = `${drill.targets.length} ${drill.targets.length === 1 ? 'override' : 'overrides'} to lay`;
  const decided = noted(drill, 'decided', drill.startedAtMs, `every condition is met; ${targets}`);
  return { running: { drill: decided, dueMs: undefined, abortAfterwards: undefined }, effects: ['lay'] };
}

/** What an event makes of a drill, and what is to be done then. Pure; an event that does not fit the phase changes nothing. */
export function step(running: Running, event: DrillEvent, at: Moment): Stepped {
  switch (event.kind) {
    case 'laid':
      return laid(running, event, at);
    case 'not-laid':
      return notLaid(running, event, at);
    case 'tick':
      return tick(running, event.fault, at);
    case 'error-rate':
      return errorRate(running, event.reading, at);
    case 'abort':
      return abort(running, event.because, at);
    case 'released':
      return released(running, event, at);
    case 'not-released':
      return notReleased(running, event.because, at);
    case 'ending':
      return cutShort(running, 'Meridian was told to end', at);
    case 'undone':
      return undone(running, at);
    case 'found':
      return cutShort(running, 'the process ended while it ran; it was found at the next start', at);
  }
}

type EventOf<Kind extends DrillEvent['kind']> = Extract<DrillEvent, { readonly kind: Kind }>;

function laid(running: Running, { generation, drain }: EventOf<'laid'>, at: Moment): Stepped {
  if (running.drill.phase !== 'moving') return unchanged(running);
  const { plan } = running.drill;
  const published = noted(
    running.drill,
    'published',
    at.nowMs,
    `every worker serves generation ${generation}: nobody is sent there any more`,
  );
  const away: Running = { ...running, drill: { ...published, phase: 'away', drain }, dueMs: at.elapsedMs + plan.forMs };
  return away.abortAfterwards === undefined ? { running: away, effects: [] } : abort(away, away.abortAfterwards, at);
}

function notLaid(running: Running, { stored, because }: EventOf<'not-laid'>, at: Moment): Stepped {
  if (running.drill.phase !== 'moving') return unchanged(running);
  const failed = { ...running.drill, outcome: 'failed' as const, because };
  if (!stored) return { running: { ...running, drill: ended(noted(failed, 'note', at.nowMs, because)) }, effects: [] };
  return letBack({ ...running, drill: failed }, because, at);
}

function tick(running: Running, fault: string | undefined, at: Moment): Stepped {
  const { drill, dueMs } = running;
  if (drill.phase === 'away') {
    const drained = { ...running, drill: noteDrained(drill, at.nowMs) };
    if (fault !== undefined) return abort(drained, fault, at);
    return dueMs !== undefined && at.elapsedMs >= dueMs
      ? letBack(drained, `${formatDuration(drill.plan.forMs)} are over`, at)
      : { running: drained, effects: [] };
  }
  if (drill.phase === 'recovering' && drill.recovery && at.nowMs >= drill.recovery.allAtMs)
    return { running: { ...running, drill: recovered(drill, drill.recovery) }, effects: [] };
  return unchanged(running);
}

function recovered(drill: Drill, { allAtMs, by }: DrainFigures): Drill {
  const how = by === 'answers' ? 'of the answers handed out meanwhile the last has run out' : 'the greatest TTL has run out';
  return ended(noted(drill, 'recovered', notBefore(drill, 'failback_published', allAtMs), how));
}

function errorRate(running: Running, reading: EventOf<'error-rate'>['reading'], at: Moment): Stepped {
  const { drill } = running;
  if (drill.phase !== 'moving' && drill.phase !== 'away') return unchanged(running);
  const { errorRates, fault } = noteErrorRate(drill, reading);
  const told = { ...running, drill: { ...drill, errorRates } };
  return fault === undefined ? { running: told, effects: [] } : abort(told, fault, at);
}

function abort(running: Running, because: string, at: Moment): Stepped {
  const { drill } = running;
  if (drill.phase === 'moving') return { running: { ...running, abortAfterwards: running.abortAfterwards ?? because }, effects: [] };
  if (drill.phase === 'recovering') return notWaitedFor(running, because, at);
  if (drill.phase !== 'away') return unchanged(running);
  const aborted = { ...noted(drill, 'abort', at.nowMs, because), outcome: 'aborted' as const, because };
  return letBack({ ...running, drill: aborted }, 'aborted', at);
}

function letBack(running: Running, why: string, at: Moment): Stepped {
  const drill = noted(running.drill, 'failback_decided', at.nowMs, why);
  return { running: { ...running, drill: { ...drill, phase: 'returning' } }, effects: ['release'] };
}

function released(running: Running, { generation, recovery, notYet }: EventOf<'released'>, at: Moment): Stepped {
  if (running.drill.phase !== 'returning') return unchanged(running);
  const missing = notYet.length === 0 ? '' : `; not up by themselves, and so without clients: ${notYet.join(', ')}`;
  const published = noted(running.drill, 'failback_published', at.nowMs, `every worker serves generation ${generation}${missing}`);
  const outcome = published.outcome ?? 'completed';
  return { running: { ...running, drill: { ...published, outcome, phase: 'recovering', recovery } }, effects: [] };
}

/** It is tried again with every tick of whoever carries it out; the overrides expire in any case. */
function notReleased(running: Running, because: string, at: Moment): Stepped {
  const { drill } = running;
  const last = drill.timeline.at(-1);
  const detail = `clients could not be let back, it is tried again: ${because}`;
  const known = last?.step === 'note' && last.detail === detail;
  return { running: { ...running, drill: known ? drill : noted(drill, 'note', at.nowMs, detail) }, effects: [] };
}

/** Of one whose clients are back already nothing is to be undone. */
function cutShort(running: Running, because: string, at: Moment): Stepped {
  const { drill } = running;
  if (drill.phase === 'ended') return unchanged(running);
  if (drill.phase === 'recovering') return notWaitedFor(running, because, at);
  const outcome: DrillOutcome = drill.outcome ?? 'interrupted';
  const cut = { ...noted(drill, 'abort', at.nowMs, because), outcome, because: drill.because ?? because };
  return letBack({ ...running, drill: cut }, 'interrupted', at);
}

/** Its clients are back: it ends as it went. */
function notWaitedFor(running: Running, because: string, at: Moment): Stepped {
  const detail = `${because}: whether caches had let go of the survivors was not waited for`;
  return { running: { ...running, drill: ended(noted(running.drill, 'note', at.nowMs, detail)) }, effects: [] };
}

function undone(running: Running, at: Moment): Stepped {
  const { drill } = running;
  if (drill.phase !== 'returning') return unchanged(running);
  const detail = 'its overrides are out of the store: at the next start nothing is left of them';
  return { running: { ...running, drill: ended(noted(drill, 'note', at.nowMs, detail)) }, effects: [] };
}

const DRAINED = [
  ['drained_50', 'halfAtMs', '50 %'],
  ['drained_90', 'ninetyAtMs', '90 %'],
  ['drained_99', 'ninetyNineAtMs', '99 %'],
  ['drained_all', 'allAtMs', 'the last'],
] as const;

/** Notes which parts of what caches held have run out until now, each once, at its own time. */
function noteDrained(drill: Drill, nowMs: number): Drill {
  const { drain } = drill;
  if (!drain) return drill;
  return DRAINED.reduce((before, [step, at, part]) => {
    const atMs = drain[at];
    const isDue = atMs !== undefined && atMs <= nowMs && !before.timeline.some(moment => moment.step === step);
    return isDue ? noted(before, step, notBefore(drill, 'published', atMs), drainText(drain, part)) : before;
  }, drill);
}

/** What was counted was read a moment before the step that it belongs to was noted: of nothing it ran out then. */
function notBefore({ timeline }: Drill, step: DrillStep, atMs: number): number {
  return Math.max(atMs, timeline.findLast(moment => moment.step === step)?.atMs ?? atMs);
}

function drainText({ by, answers }: DrainFigures, part: string): string {
  if (by === 'ttl') return 'the greatest TTL of any answer has run out';
  if (answers === 0) return 'no cache held an answer';
  return `${part} of ${answers} answers that caches may have held ${part === 'the last' ? 'has' : 'have'} run out`;
}

/** Adds a line to the timeline, which stays in the order of time. */
export function noted(drill: Drill, step: DrillStep, atMs: number, detail: string): Drill {
  const timeline = [...drill.timeline, { step, atMs, detail }].sort((a, b) => a.atMs - b.atMs);
  return { ...drill, timeline };
}

function ended(drill: Drill): Drill {
  return { ...drill, phase: 'ended' };
}

function unchanged(running: Running): Stepped {
  return { running, effects: [] };
}
