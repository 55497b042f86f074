import { setTimeout as pause } from 'node:timers/promises';
import { type DrillView, drillView } from '../api/contract.ts';
import type { Client } from './client.ts';
import { presentHead, presentMoment } from './drill-text.ts';
import type { Io } from './io.ts';

const EVERY_MS = 500;

export interface Following {
  readonly client: Client;
  readonly io: Io;
  /** Whether to print nothing meanwhile. */
  readonly quiet: boolean;
}

/** Prints what happens to a drill as it happens, until its end. Gives how it ended; undefined where whoever looks has left with Ctrl-C. */
export async function followDrill(first: DrillView, { client, io, quiet }: Following): Promise<DrillView | undefined> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.once('SIGINT', leave);
  try {
    if (!quiet) io.out(presentHead(first));
    let told = 0;
    for (let drill = first; ; drill = await client.get(drillView, `/v1/drills/${first.id}`)) {
      if (!quiet) for (const moment of drill.timeline.slice(told)) io.out(presentMoment(moment));
      told = drill.timeline.length;
      if (drill.phase === 'ended') return drill;
      await pause(EVERY_MS, undefined, { signal: leaving.signal }).catch(() => {});
      if (leaving.signal.aborted) break;
    }
    io.err(`drill ${first.id} goes on; ./meridian drill abort ${first.id} calls it off, ./meridian drill status shows it`);
    return undefined;
  } finally {
    process.off('SIGINT', leave);
  }
}
