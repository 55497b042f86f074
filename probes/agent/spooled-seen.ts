import { z } from 'zod';
import type { Clock } from '../../src/lib/clock.ts';
import type { Seen } from './outbox.ts';

const milliseconds = z.number();

/** What was seen, with the time of day: monotonic clocks begin anew with each start. */
export const spooledSeen = z.object({
  probe: z.string(),
  /** Milliseconds since the epoch. */
  at: milliseconds,
  ok: z.boolean(),
  reason: z.string(),
  ms: milliseconds,
  phases: z
    .object({
      lookupMs: milliseconds.exactOptional(),
      connectMs: milliseconds.exactOptional(),
      tlsMs: milliseconds.exactOptional(),
      firstByteMs: milliseconds.exactOptional(),
      contentMs: milliseconds.exactOptional(),
    })
    .exactOptional(),
  turn: z.boolean(),
});

export type SpooledSeen = z.output<typeof spooledSeen>;

/** Characters of all that is kept. */
const MOST = 4 * 1024 * 1024;

/** The newest that 4 MB have room for, the oldest of them first. */
export function toSpool(seen: readonly Seen[], clock: Pick<Clock, 'now' | 'monotonic'>): SpooledSeen[] {
  const epochMs = clock.now() - clock.monotonic();
  const kept: SpooledSeen[] = [];
  let room = MOST;
  for (const { atMs, durationMs, ...rest } of seen.toReversed()) {
    const spooled = { ...rest, at: Math.round(epochMs + atMs), ms: Math.round(durationMs) };
    room -= Buffer.byteLength(JSON.stringify(spooled)) + 1;
    if (room < 0) break;
    kept.push(spooled);
  }
  return kept.reverse();
}

/** The same, on the monotonic clock of this start. A clock that was set back in between makes nothing come from the future. */
export function fromSpool(spooled: readonly SpooledSeen[], clock: Pick<Clock, 'now' | 'monotonic'>): Seen[] {
  const [nowMs, monotonicMs] = [clock.now(), clock.monotonic()];
  return spooled.map(({ at, ms, ...rest }) => ({ ...rest, atMs: monotonicMs - Math.max(0, nowMs - at), durationMs: ms }));
}
