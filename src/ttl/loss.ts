import { alignedLoss } from './aligned-loss.ts';
import type { Detection } from './detection.ts';
import { plainLoss } from './plain-loss.ts';

/** The TTLs that answers carry. */
export interface AnswerTtls {
  /** While nothing is in doubt, in whole seconds, at least 1. */
  readonly settledSeconds: number;
  /** From the first doubt on; at most `settledSeconds`. */
  readonly doubtedSeconds: number;
  /** Answers are shortened, though never below `doubtedSeconds`, so that they run out this long after the turn of a look, or as many seconds later as resolvers are spread over; undefined: they are not. */
  readonly alignedAfterMs: number | undefined;
}

/** What a failure costs a client whose resolver obeys TTLs, and what that costs in questions. */
export interface Loss {
  /** From the failure until the resolver's answer names an endpoint that is well, on average over all moments. */
  readonly expectedMs: number;
  readonly worstMs: number;
  /** Of a resolver that asks whenever its answer has run out, while nothing is in doubt. */
  readonly queriesPerHour: number;
}

/** Looks that come as often as TTLs count leave nothing to align with. */
const SECOND_MS = 1000;

/** What a failure costs that is detected in this way, where answers carry these TTLs. */
export function lossOf(detection: Detection, ttls: AnswerTtls): Loss {
  const { alignedAfterMs, settledSeconds, doubtedSeconds } = ttls;
  const isPlain = alignedAfterMs === undefined || detection.lookEveryMs <= SECOND_MS || doubtedSeconds === settledSeconds;
  return isPlain ? plainLoss(detection, ttls) : alignedLoss(detection, { ...ttls, alignedAfterMs });
}
