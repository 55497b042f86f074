import { formatDuration } from '../lib/duration.ts';
import type { FleetEvent } from './fleet-event.ts';

/** One line of the log about a vantage, and its fields for machines. */
export interface FleetLine {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An event of the fleet in an operator's words. */
export function describeFleetEvent(event: FleetEvent): FleetLine {
  const { kind, vantage, ...values } = event;
  return { level: LEVELS[kind], message: `vantage ${vantage} ${wordsOf(event)}`, fields: { event: `vantage ${kind}`, vantage, ...values } };
}

const LEVELS: Readonly<Record<FleetEvent['kind'], FleetLine['level']>> = {
  connected: 'info',
  lost: 'warn',
  forgotten: 'info',
  replaced: 'warn',
  cut: 'warn',
  refused: 'warn',
  malformed: 'warn',
  duplicate: 'info',
  late: 'warn',
  unable: 'warn',
  able: 'info',
  'controls-failing': 'warn',
  'controls-mended': 'info',
  skewed: 'warn',
  dropped: 'warn',
};

function wordsOf(event: FleetEvent): string {
  switch (event.kind) {
    case 'connected':
      return `connected from ${event.remote}, version ${event.version}${event.region === undefined ? '' : `, region ${event.region}`}`;
    case 'lost':
      return `is lost: nothing came from it for ${seconds(event.unheardMs)}`;
    case 'forgotten':
      return `is forgotten: nothing came from it for ${seconds(event.unheardMs)}`;
    case 'replaced':
      return `is now the agent at ${event.remote}, no more the one at ${event.formerRemote}: it was started again, or two agents have one name`;
    case 'cut':
      return `was cut off at ${event.remote}: ${CUT[event.reason]}`;
    case 'refused':
      return `may not connect from ${event.remote}: ${event.reason}`;
    case 'malformed':
      return `sent a report that is refused: ${event.faults.map(({ field, message }) => `${field}: ${message}`).join('; ')}`;
    case 'duplicate':
      return `sent report ${event.sequence} again: it was taken in before`;
    case 'late':
      return `sent ${event.observations} observations too late to count, of up to ${seconds(event.agoMs)} ago`;
    case 'unable':
      return `cannot do ${event.probes} of its probes: ${event.probe}: ${event.reason}`;
    case 'able':
      return 'can do all its probes again';
    case 'controls-failing':
      return `has no say: ${event.reason}`;
    case 'controls-mended':
      return 'has a say again: its control targets answer';
    case 'skewed':
      return `has a clock that is ${seconds(Math.abs(event.skewMs))} ${event.skewMs > 0 ? 'ahead' : 'behind'}; verdicts do not go by it`;
    case 'dropped':
      return `is let go: ${event.reason}`;
  }
}

const CUT = { unread: 'its agent does not read its stream', unheard: 'its agent sends no reports' } as const;

function seconds(ms: number): string {
  return formatDuration(Math.round(ms / 1000) * 1000);
}
