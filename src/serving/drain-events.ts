import { placeOf } from '../control/describe-change.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import type { Drain } from '../model/drain.ts';
import type { EventSink } from '../model/event.ts';

/** Tells how a drain ended; `line` is the one of the log, where it has one. */
export function noteDrainEnded(events: EventSink, drain: Drain, line: string | undefined): void {
  const { endpoint, id, answers, left, cause, end } = drain;
  // Where caches held nothing there was nothing to drain.
  if (end === undefined || answers === 0) return;
  const target = placeOf({ key: endpoint });
  const message = line ?? `${target} is given again before its drain was over: ${left ?? 0} of ${answers} answers were left`;
  const data = { what: end.kind, drain: id, cause, answers, left: left ?? null };
  events.note({ kind: 'drain', zone: parseEndpointKey(endpoint)?.zone, target, message, data });
}
