import type { Slot } from '../model/health.ts';
import type { StreamEvent } from './contract.ts';

/** Parts of one event, one after the other: the large one is the same octets for every vantage. */
export type EventText = readonly (string | Uint8Array)[];

/** An event as `text/event-stream` has it (WHATWG HTML, "Server-sent events"): its data is one line of JSON. */
export function eventText({ event, data }: Exclude<StreamEvent, { event: 'assign' }>): EventText {
  return [`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`];
}

/** The event `assign`, of probes that are JSON already. */
export function assignText(slot: Slot, probes: Uint8Array): EventText {
  return [`event: assign\ndata: {"slot":${JSON.stringify(slot)},"probes":`, probes, '}\n\n'];
}
