import type { DnsAnswer } from './dns-query.ts';

export interface Moved {
  readonly answer: DnsAnswer;
  /** Milliseconds from `sinceMs` to the moment when the answer was there. */
  readonly afterMs: number;
  /** Answers before it. */
  readonly before: readonly DnsAnswer[];
}

export interface Polling {
  readonly ask: () => Promise<DnsAnswer>;
  readonly fits: (answer: DnsAnswer) => boolean;
  /** Of `performance.now()`. */
  readonly sinceMs: number;
}

const PATIENCE_MS = 20_000;

/** Asks without a pause until an answer fits; throws with the last answer when none does for a long time. */
export async function pollAnswers({ ask, fits, sinceMs }: Polling): Promise<Moved> {
  const before: DnsAnswer[] = [];
  for (;;) {
    const answer = await ask();
    const afterMs = performance.now() - sinceMs;
    if (fits(answer)) return { answer, afterMs, before };
    if (afterMs > PATIENCE_MS)
      throw new Error(`after ${PATIENCE_MS} ms the answer was still ${answer.addresses.join(' ')}, RCODE ${answer.rcode}`);
    before.push(answer);
  }
}
