import type { FleetEvent } from '../fleet/fleet-event.ts';
import { formatDuration } from '../lib/duration.ts';

/** A line of the log. */
export interface EventLine {
  readonly level: 'debug' | 'info' | 'warn';
  readonly message: string;
}

/**
 * Something that a vantage did or met with, in words for an operator. What is usual when an agent comes and goes is no warning; nor are
 * control targets: that the vantage has no say by them is told of where that is looked at.
 */
export function describeFleetEvent(event: FleetEvent): EventLine {
  const vantage = `vantage ${event.vantage}`;
  switch (event.kind) {
    case 'connected':
      return info(`${vantage} is connected, from ${event.remote}, version ${event.version}${inRegion(event.region)}`);
    case 'lost':
      return warn(`${vantage} is lost: nothing was heard of it for ${span(event.unheardMs)}; the others go on without it`);
    case 'forgotten':
      return info(`${vantage} is forgotten: nothing was heard of it for ${span(event.unheardMs)}`);
    case 'replaced':
      return warn(
        `${vantage}: the agent from ${event.remote} took the place of the one from ${event.formerRemote}: it was started again, or two agents have the same name`,
      );
    case 'cut':
      return warn(`${vantage}: its stream to ${event.remote} was cut: ${WHY_CUT[event.reason]}`);
    case 'refused':
      return warn(`${vantage}: an agent from ${event.remote} was refused: ${event.reason}`);
    case 'malformed':
      return warn(`${vantage}: a report was not taken, as it is not well formed: ${faults(event.faults)}`);
    case 'duplicate':
      return debug(`${vantage}: report ${event.sequence} came again, and counts once`);
    case 'late':
      return info(`${vantage}: ${count(event.observations, 'observation')} came too late to count, the oldest after ${span(event.agoMs)}`);
    case 'unable':
      return warn(`${vantage} cannot do ${count(event.probes, 'probe')}: ${event.probe}: ${event.reason}${event.probes > 1 ? ', …' : ''}`);
    case 'able':
      return info(`${vantage} can do all of its probes again`);
    case 'controls-failing':
      return debug(`${vantage} seems to be cut off: ${event.reason}`);
    case 'controls-mended':
      return debug(`${vantage} reaches its control targets again`);
    case 'skewed':
      return warn(
        `${vantage}: its clock is ${span(Math.abs(event.skewMs))} ${event.skewMs > 0 ? 'ahead of' : 'behind'} this one; verdicts do not go by it`,
      );
    case 'dropped':
      return info(`${vantage} is let go: ${event.reason}`);
  }
}

const WHY_CUT = { unread: 'the agent does not read it', unheard: 'nothing was heard of the agent' } as const;

function inRegion(region: string | undefined): string {
  return region === undefined ? '' : `, region ${region}`;
}

function faults(list: Extract<FleetEvent, { kind: 'malformed' }>['faults']): string {
  const [first, ...rest] = list;
  if (!first) return 'it is none';
  return `${first.field}: ${first.message}${rest.length > 0 ? `; and ${count(rest.length, 'other fault')}` : ''}`;
}

function span(ms: number): string {
  return formatDuration(ms < 1000 ? Math.round(ms) : 1000 * Math.round(ms / 1000));
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function debug(message: string): EventLine {
  return { level: 'debug', message };
}

function info(message: string): EventLine {
  return { level: 'info', message };
}

function warn(message: string): EventLine {
  return { level: 'warn', message };
}
