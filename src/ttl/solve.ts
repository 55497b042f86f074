import type { LossBudget } from '../model/steering.ts';
import type { Detection } from './detection.ts';
import { type Loss, lossOf } from './loss.ts';

/** What a failure may cost. */
export type Limit = Pick<LossBudget, 'of' | 'ms'>;

/** The TTLs among which a solution is looked for. */
export interface TtlBounds {
  /** In whole seconds, at least 1. */
  readonly leastSeconds: number;
  readonly mostSeconds: number;
  /** What an answer may live for once there is a doubt, unless the settled TTL is less; undefined: as long as any other. */
  readonly doubtedSeconds: number | undefined;
  /** As AnswerTtls has it. */
  readonly alignedAfterMs: number | undefined;
}

/** A TTL, and what it costs. */
export interface Solution {
  readonly seconds: number;
  readonly loss: Loss;
}

/**
 * The longest TTL, and so the one with the fewest questions, that keeps the loss within the limit; undefined where none does. Longer TTLs cost
 * more, but not at every step (an answer that outlives one look more may jump over the doubt), so all are tried from the longest that
 * could do: a TTL `L` costs at least `L / 2` on average, and at worst `L`, less what an answer is shortened by a doubt or by a look.
 */
export function longestTtl(detection: Detection, limit: Limit, bounds: TtlBounds): Solution | undefined {
  const { lookEveryMs, doubtMs, verdictMs } = detection;
  const slackMs = lookEveryMs + verdictMs - doubtMs;
  const mostMs = limit.of === 'expected' ? 2 * (limit.ms + slackMs) : limit.ms + slackMs;
  for (const seconds of candidates(detection, bounds, Math.min(bounds.mostSeconds, Math.ceil(mostMs / 1000)))) {
    const loss = lossWith(detection, seconds, bounds);
    if (keeps(loss, limit)) return { seconds, loss };
  }
  return undefined;
}

/** Every TTL within the bounds, the longest first; of those that let aligned answers live for the same looks only the shortest, for they cost the same. */
function* candidates({ lookEveryMs }: Detection, { leastSeconds, alignedAfterMs }: TtlBounds, mostSeconds: number): Generator<number> {
  const looks = alignedAfterMs === undefined ? 0 : Math.floor((mostSeconds * 1000) / lookEveryMs);
  for (let lived = looks; lived > 0; lived--) {
    const seconds = Math.max(leastSeconds, Math.ceil((lived * lookEveryMs) / 1000));
    if (seconds <= mostSeconds && seconds * 1000 < (lived + 1) * lookEveryMs) yield seconds;
  }
  const restSeconds = looks === 0 ? mostSeconds : Math.ceil(lookEveryMs / 1000) - 1;
  for (let seconds = restSeconds; seconds >= leastSeconds; seconds--) yield seconds;
}

/** What a settled TTL costs within these bounds. */
export function lossWith(detection: Detection, seconds: number, { doubtedSeconds, alignedAfterMs }: TtlBounds): Loss {
  return lossOf(detection, { settledSeconds: seconds, doubtedSeconds: Math.min(seconds, doubtedSeconds ?? seconds), alignedAfterMs });
}

/** Whether a loss is within a limit. */
export function keeps({ expectedMs, worstMs }: Loss, { of, ms }: Limit): boolean {
  return (of === 'expected' ? expectedMs : worstMs) <= ms;
}
