import { type DrillView, drillView } from '../api/contract.ts';
import type { Client } from './client.ts';
import { presentHead, presentMoment } from './drill-text.ts';
import { follow } from './follow.ts';
import type { Io } from './io.ts';

export interface Following {
  readonly client: Client;
  readonly io: Io;
  /** Whether to print nothing meanwhile. */
  readonly quiet: boolean;
}

/** Prints what happens to a drill as it happens, until its end. Gives how it ended; undefined where whoever looks has left with Ctrl-C. */
export async function followDrill(first: DrillView, { client, io, quiet }: Following): Promise<DrillView | undefined> {
  if (!quiet) io.out(presentHead(first));
  const last = await follow<DrillView['timeline'][number], DrillView>(first, {
    read: () => client.get(drillView, `/v1/drills/${first.id}`),
    tell: moment => quiet || io.out(presentMoment(moment)),
  });
  if (!last) io.err(`drill ${first.id} goes on; ./meridian drill abort ${first.id} calls it off, ./meridian drill status shows it`);
  return last;
}
