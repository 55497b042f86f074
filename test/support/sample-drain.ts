import type { Drain } from '../../src/model/drain.ts';

/** When it is served by every worker. */
export const SERVED_MS = Date.UTC(2026, 0, 1);

/** A drain of 100 answers that goes on: half run out after 10 s, the last after a minute. */
export function sampleDrain(more: Partial<Drain> = {}): Drain {
  return {
    id: 1,
    endpoint: 'example.com./web-hangzhou/a',
    addresses: ['203.0.113.10'],
    cause: 'drain',
    reason: 'admin: moving racks',
    decidedAtMs: SERVED_MS - 20,
    servedAtMs: SERVED_MS,
    answers: 100,
    runOut: {
      halfAtMs: SERVED_MS + 10_000,
      ninetyAtMs: SERVED_MS + 30_000,
      ninetyNineAtMs: SERVED_MS + 50_000,
      lastAtMs: SERVED_MS + 60_000,
    },
    left: 50,
    givenSince: 0,
    end: undefined,
    ...more,
  };
}
