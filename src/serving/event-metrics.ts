import type { Metric } from '../api/operations.ts';
import type { EventStreams } from '../events/streams.ts';
import type { EventWriter } from '../events/writer.ts';
import type { EventKind } from '../model/event.ts';
import { by, counter, gauge } from './metric.ts';

export interface EventFigures {
  readonly noted: ReadonlyMap<EventKind, number>;
  readonly history: EventWriter['counts'];
  readonly streams: EventStreams['counts'];
}

/** What the events come to, in Prometheus' terms. */
export function eventMetrics({ noted, history, streams }: EventFigures): Metric[] {
  return [
    counter('meridian_events_total', 'Events by kind.', by('kind', Object.fromEntries(noted))),
    gauge('meridian_events_unwritten', 'Events in memory that are still to be written to the history.', history.waiting),
    counter('meridian_events_lost_total', 'Events that fell out of memory before the store took them.', history.lost),
    gauge('meridian_event_streams', 'Clients that read events.', streams.open),
    counter('meridian_event_streams_cut_total', 'Clients that were cut off because they did not read.', streams.cut),
  ];
}
