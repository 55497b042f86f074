import type { LoggedEvent } from '../model/event.ts';
import { displayName } from './dns-name.ts';

/** An event as the wire has it: to callers of the API, in streams and in what webhooks are sent. What is not there is null. */
export function viewEvent({ id, atMs, kind, level, zone, target, generation, author, message, data }: LoggedEvent) {
  return {
    id,
    at: new Date(atMs).toISOString(),
    kind,
    level,
    zone: zone === undefined ? null : displayName(zone),
    target: target ?? null,
    generation: generation ?? null,
    author: author ?? null,
    message,
    data: { ...data },
  };
}

/** An event as one of a stream (WHATWG HTML, "Server-sent events"): its data is one line of JSON. */
export function streamText(event: LoggedEvent): string {
  return `id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(viewEvent(event))}\n\n`;
}
