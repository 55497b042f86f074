import type { Trace } from '../load/trace.ts';
import { FIRST_OCTET } from './zones.ts';

/** When a change was on the wire, in milliseconds from what decided it. */
export interface Arrival {
  /** When the first answer that shows it was received. */
  readonly firstMs: number;
  /** When the last of the ports, so the last of the workers, got its first answer after which it saw no old one any more. */
  readonly lastMs: number;
}

/** Finds a change in a trace. Throws where some port never saw it. */
export function arrivalOf(trace: Trace, decidedMs: number, up: boolean): Arrival {
  const { receivedMs, sentMs, port, octet } = trace;
  const isNew = (i: number) => (octet[i] === FIRST_OCTET) === up;
  const after = [...receivedMs.keys()].filter(i => receivedMs[i]! >= decidedMs);
  const byPort = Map.groupBy(after, i => port[i]!);
  const settled = [...byPort.values()].map(answers => {
    const lastOld = answers.findLast(i => !isNew(i));
    // What went before the last old answer came may have waited with it.
    const firstNew = answers.find(i => isNew(i) && (lastOld === undefined || sentMs[i]! >= sentMs[lastOld]!));
    if (firstNew === undefined) throw new Error('a change did not reach the wire in time');
    return receivedMs[firstNew]!;
  });
  const first = after.find(isNew);
  if (first === undefined) throw new Error('a change did not reach the wire in time');
  return { firstMs: receivedMs[first]! - decidedMs, lastMs: Math.max(...settled) - decidedMs };
}
