const INTERVALS = 3;

/** Reports gather for a second, and networks hiccup: short intervals do not make a vantage fall silent at once. */
const LEAST_MS = 5000;

/** For how long an observation says something of now: three intervals and a timeout, and at least five seconds. */
export function freshMs({ intervalMs, timeoutMs }: { readonly intervalMs: number; readonly timeoutMs: number }): number {
  return Math.max(LEAST_MS, INTERVALS * intervalMs + timeoutMs);
}
