import type { Monitor } from '../model/monitor.ts';
import type { TtlRange } from '../model/steering.ts';
import type { Rhythm, TtlChoice, TtlPlan, TtlPlanQuestion } from '../model/ttl-plan.ts';
import { detect } from './detection.ts';
import { presentPlan } from './plan-text.ts';
import { changesOf, type PlannedRecord } from './planned-record.ts';
import { keeps, longestTtl, lossWith, type TtlBounds } from './solve.ts';
import { alignedAfterMs, slowestOf, watchOf } from './watch.ts';

const INTERVALS_MS: readonly number[] = [1000, 2000, 5000, 10_000, 30_000];
const TIMEOUTS_MS: readonly number[] = [1000];
const FALLS: readonly number[] = [1, 2, 3];
const CONFIRMS_MS: readonly (number | undefined)[] = [undefined, 500];

/** Of a fixed TTL there is none for doubts; one that was found for a budget drops to so much, as one that is not said does. */
const DOUBTED_SECONDS = 5;
const MOST_SECONDS = 86_400;
/** With shorter TTLs resolvers ask so often that a shorter interval costs less. */
const COMFORTABLE_SECONDS = 5;

/**
 * Goes through the ways to watch a record, with the longest TTL for each that is within the limit, and chooses. It gives nothing at each step, so
 * that whoever goes through it can let others have their turn, and the plan in the end. Costs some milliseconds a step.
 */
export function* planTtl(record: PlannedRecord, question: TtlPlanQuestion): Generator<undefined, TtlPlan> {
  const monitors = record.watched.map(({ monitor }) => monitor);
  const { monitor: slowest } = slowestOf(monitors, question.vantages, 'silent');
  const declared = declaredChoice(record, slowest, question);
  const choices: TtlChoice[] = [];
  for (const rhythm of rhythmsFor(slowest)) {
    choices.push(solvedChoice(record, { slowest, rhythm }, question));
    yield undefined;
  }
  const within = choices.filter(choice => choice.keeps);
  const chosen = within.length === 0 ? undefined : within.reduce((best, each) => (isPreferred(each, best, slowest) ? each : best));
  const of = question.limit.of === 'expected' ? 'expectedMs' : 'worstMs';
  const best = choices.reduce((least, each) => (each[of] < least[of] ? each : least));
  const found = { ...question, slowest: slowest.name, declared, choices, chosen, best };
  return { ...found, ...presentPlan(found, record, slowest) };
}

/** Every combination, that of the files first. A probe takes no longer than its interval, nor is it confirmed after it. */
function rhythmsFor(declared: Monitor): readonly Rhythm[] {
  const rhythms = withFirst(declared.intervalMs, INTERVALS_MS).flatMap(intervalMs =>
    withFirst(
      declared.timeoutMs,
      TIMEOUTS_MS.filter(ms => ms < declared.timeoutMs),
    ).flatMap(timeoutMs =>
      withFirst(declared.fall, FALLS).flatMap(fall =>
        withFirst(declared.confirmMs, CONFIRMS_MS).map((confirmMs): Rhythm => {
          const confirmed = confirmMs !== undefined && confirmMs < intervalMs ? confirmMs : undefined;
          return { intervalMs, timeoutMs: Math.min(timeoutMs, intervalMs), fall, confirmMs: confirmed };
        }),
      ),
    ),
  );
  return [...new Map(rhythms.map(rhythm => [JSON.stringify(rhythm), rhythm])).values()];
}

function withFirst<Value>(first: Value, others: readonly Value[]): readonly Value[] {
  return [first, ...others.filter(other => other !== first)];
}

function declaredChoice({ ttl, watched }: PlannedRecord, slowest: Monitor, question: TtlPlanQuestion): TtlChoice {
  const { minSeconds, maxSeconds, align, budget } = ttl;
  const turnsMs = Math.min(...watched.map(({ monitor }) => monitor.fall * monitor.intervalMs));
  const settled = budget || minSeconds === maxSeconds ? maxSeconds : Math.min(maxSeconds, Math.max(minSeconds, Math.floor(turnsMs / 1000)));
  const seconds = Math.max(settled, question.floorSeconds ?? 0);
  const doubted = question.floorSeconds === undefined ? minSeconds : undefined;
  return costOf({ slowest, rhythm: slowest, watched }, { seconds, doubted, align }, question);
}

function solvedChoice(record: PlannedRecord, { slowest, rhythm }: Pick<Way, 'slowest' | 'rhythm'>, question: TtlPlanQuestion): TtlChoice {
  const { minSeconds, maxSeconds, align } = record.ttl;
  const { vantages, limit, floorSeconds } = question;
  const doubted = floorSeconds !== undefined ? undefined : minSeconds === maxSeconds ? DOUBTED_SECONDS : minSeconds;
  const leastSeconds = floorSeconds ?? 1;
  const way = { slowest, rhythm, watched: record.watched };
  const bounds = { ...boundsOf(way, { doubted, align }, question), leastSeconds, mostSeconds: Math.max(leastSeconds, MOST_SECONDS) };
  const found = longestTtl(detect(watchOf(slowestThen(way, vantages), vantages), 'silent'), limit, bounds);
  return costOf(way, { seconds: found?.seconds ?? leastSeconds, doubted, align }, question);
}

/** A rhythm for the slowest monitor. */
interface Way {
  readonly slowest: Monitor;
  readonly rhythm: Rhythm;
  readonly watched: PlannedRecord['watched'];
}

/** The monitors as they then are: others that would be slower have the same rhythm. */
function watchedThen({ slowest, rhythm, watched }: Way, vantages: number): PlannedRecord['watched'] {
  const { intervalMs, timeoutMs, fall, confirmMs } = rhythm;
  const then = (monitor: Monitor) => ({ ...monitor, intervalMs, timeoutMs, fall, confirmMs });
  const expectedMs = (monitor: Monitor) => detect(watchOf(monitor, vantages), 'silent').expectedMs;
  const mostMs = expectedMs(then(slowest));
  return watched.map(each => {
    const changes = each.monitor.name === slowest.name || expectedMs(each.monitor) > mostMs;
    return changes ? { ...each, monitor: then(each.monitor) } : each;
  });
}

function slowestThen(way: Way, vantages: number): Monitor {
  return slowestOf(
    watchedThen(way, vantages).map(({ monitor }) => monitor),
    vantages,
    'silent',
  ).monitor;
}

interface Lives {
  readonly doubted: number | undefined;
  readonly align: TtlRange['align'];
}

function boundsOf(
  way: Way,
  { doubted, align }: Lives,
  { vantages, floorSeconds }: TtlPlanQuestion,
): Pick<TtlBounds, 'doubtedSeconds' | 'alignedAfterMs'> {
  const watch = watchOf(slowestThen(way, vantages), vantages);
  return { doubtedSeconds: doubted, alignedAfterMs: floorSeconds === undefined ? alignedAfterMs(watch, align) : undefined };
}

function costOf(way: Way, { seconds, ...lives }: Lives & { readonly seconds: number }, question: TtlPlanQuestion): TtlChoice {
  const { vantages, limit } = question;
  const watch = watchOf(slowestThen(way, vantages), vantages);
  const bounds = { ...boundsOf(way, lives, question), leastSeconds: 1, mostSeconds: MOST_SECONDS };
  const [silent, told] = (['silent', 'told'] as const).map(failure => detect(watch, failure));
  const loss = lossWith(silent!, seconds, bounds);
  const { intervalMs, timeoutMs, fall, confirmMs } = way.rhythm;
  const doubtedSeconds = Math.min(seconds, lives.doubted ?? seconds);
  return {
    rhythm: { intervalMs, timeoutMs, fall, confirmMs },
    settledSeconds: seconds,
    doubtedSeconds,
    aligned: bounds.alignedAfterMs !== undefined && doubtedSeconds < seconds,
    detectionMs: silent!.expectedMs,
    ...loss,
    toldMs: lossWith(told!, seconds, bounds).expectedMs,
    probesPerSecond: watchedThen(way, vantages).reduce(
      (sum, { monitor, endpoints }) => sum + (1000 * vantages * endpoints) / monitor.intervalMs,
      0,
    ),
    keeps: keeps(loss, limit),
  };
}

/** A comfortable TTL, then what needs no change, then what does not go by a single failure, few changes, few probes, few questions. */
function isPreferred(a: TtlChoice, b: TtlChoice, declared: Rhythm): boolean {
  const [of, than] = [a, b].map(({ rhythm, settledSeconds, probesPerSecond }) => {
    const changes = changesOf(rhythm, declared).length;
    const isHasty = rhythm.fall < Math.min(2, declared.fall);
    return [Number(settledSeconds < COMFORTABLE_SECONDS), Number(changes > 0), Number(isHasty), changes, probesPerSecond, -settledSeconds];
  });
  const at = of!.findIndex((value, i) => value !== than![i]);
  return at >= 0 && of![at]! < than![at]!;
}
