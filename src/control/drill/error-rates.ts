import type { Drill, ErrorRates } from '../../model/drill.ts';

/** So many tries in a row that tell nothing: whoever watches has gone blind. */
const MISSED_TO_ABORT = 3;

const NONE: ErrorRates = { readings: 0, worst: 0, last: undefined, missed: 0 };

/** Takes a reading of the webhook, or why there is none; `fault` is why the drill may not go on by it. */
export function noteErrorRate(
  { errorRates = NONE, plan: { webhook } }: Pick<Drill, 'errorRates' | 'plan'>,
  reading: { readonly rate: number } | { readonly fault: string },
): { readonly errorRates: ErrorRates; readonly fault: string | undefined } {
  if ('fault' in reading) {
    const missed = errorRates.missed + 1;
    const blind = `the webhook told no rate of errors ${missed} times in a row: ${reading.fault}`;
    return { errorRates: { ...errorRates, missed }, fault: missed >= MISSED_TO_ABORT ? blind : undefined };
  }
  const { rate } = reading;
  const told = { readings: errorRates.readings + 1, worst: Math.max(errorRates.worst, rate), last: rate, missed: 0 };
  const limit = webhook?.maxErrorRate ?? 1;
  return { errorRates: told, fault: rate > limit ? `the rate of errors is ${rate}, above the limit ${limit}` : undefined };
}
