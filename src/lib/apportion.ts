/**
 * Splits `total` whole units by weights, exactly where that goes, else each to within a unit or so (Webster's method, by highest averages).
 * With a greater total no part is smaller than with a lesser one. Weights are whole numbers up to 2^31, one at least above 0 unless `total` is 0;
 * a weight of 0 is given nothing.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const parts = weights.map(() => 0);
  for (let given = 0; given < total; given++) {
    const next = neediest(weights, parts);
    parts[next]! += 1;
  }
  return parts;
}

/** Whose weight is greatest by each unit that it would have then; of equals the first. */
function neediest(weights: readonly number[], parts: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < weights.length; i++) {
    // Multiplied out, so that equals are equal.
    if (weights[i]! * (2 * parts[best]! + 1) > weights[best]! * (2 * parts[i]! + 1)) best = i;
  }
  return best;
}
