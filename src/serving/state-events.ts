import { describeChange, placeOf } from '../control/describe-change.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import { sameAddresses } from '../lib/same-addresses.ts';
import type { EndpointState } from '../model/effective.ts';
import type { EventSink, NewEvent } from '../model/event.ts';

/**
 * Tells of an endpoint that changed: one event for what is measured, and one for what answers go by. `before` undefined: it is new. Gives the
 * line of the log, where there is something to tell.
 */
export function noteState(events: EventSink, before: EndpointState | undefined, after: EndpointState): ReturnType<typeof describeChange> {
  const line = describeChange(before, after);
  if (line === undefined) return undefined;
  const common = { level: line.level, zone: parseEndpointKey(after.key)?.zone, target: placeOf(after) };
  const { verdict, reason } = after.measured;
  const was = before?.measured.verdict;
  if (verdict !== (was ?? 'unknown')) {
    const message = `${common.target} measures ${verdict}${was === undefined ? '' : `, was ${was}`}: ${reason}`;
    events.note({ kind: 'verdict', ...common, message, data: { verdict, was, reason, maintenance: maintenanceIn(line.fields) } });
  }
  if (isAnsweredOtherwise(before, after)) events.note({ kind: 'state', ...common, message: line.message, data: stateData(before, after) });
  return line;
}

function isAnsweredOtherwise(before: EndpointState | undefined, after: EndpointState): boolean {
  if (before === undefined) return after.effective !== 'unknown' || after.weight !== after.declaredWeight;
  const alike = before.effective === after.effective && before.override === after.override && before.weight === after.weight;
  return !alike || !sameAddresses(before.addresses, after.addresses);
}

function stateData(
  before: EndpointState | undefined,
  { effective, weight, override, addresses, measured }: EndpointState,
): NewEvent['data'] {
  const moved = before !== undefined && !sameAddresses(before.addresses, addresses);
  return {
    state: effective,
    was: before?.effective,
    weight,
    weight_was: before === undefined || before.weight === weight ? undefined : before.weight,
    override,
    measured: measured.verdict,
    reason: measured.reason,
    addresses: moved ? addresses.map(({ text }) => text) : undefined,
  };
}

function maintenanceIn({ maintenance }: Readonly<Record<string, string | number>>): string | undefined {
  return typeof maintenance === 'string' ? maintenance : undefined;
}
