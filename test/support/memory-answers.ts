import type { Clock } from '../../src/lib/clock.ts';
import type { AnswersGiven } from '../../src/model/exposure.ts';

/** Counts answers as the workers of the responder do, in memory: second by second up to a minute, and then in steps of ten seconds. */
export class MemoryAnswers {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #endsAtMs = new Map<string, number[]>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Gives so many answers with an address, good for `ttlSeconds` from now on. */
  give(address: string, ttlSeconds: number, count = 1): void {
    const ends = this.#endsAtMs.get(address) ?? [];
    this.#endsAtMs.set(address, ends);
    for (let i = 0; i < count; i++) ends.push(this.#clock.now() + 1000 * ttlSeconds);
  }

  readonly read = (): AnswersGiven => {
    const atMs = this.#clock.now();
    const endsInSeconds = Uint32Array.from({ length: 120 }, (_, i) => (i < 60 ? i + 1 : 60 + 10 * (i - 59)));
    const counts = new Uint32Array(endsInSeconds.length);
    return {
      atMs,
      endsInSeconds,
      addresses: this.#endsAtMs.keys(),
      unexpired: address => {
        const left = (this.#endsAtMs.get(address) ?? []).filter(endMs => endMs > atMs);
        counts.fill(0);
        for (const endMs of left) counts[endsInSeconds.findIndex(seconds => endMs <= atMs + 1000 * seconds)]!++;
        return left.length > 0 ? counts : undefined;
      },
      total: address => this.#endsAtMs.get(address)?.length ?? 0,
    };
  };
}
