/**
 * What the controller and the agents of its vantages say to each other, over HTTP. Down comes one stream of server-sent events,
 * up go reports. Neither side goes by the other's clock: ages count on the sender's monotonic clock, and the grid of turns is the
 * controller's.
 */
import { NameError, parseName } from '../lib/dns-name.ts';
import { parseIp } from '../lib/ip-address.ts';
import type { PhaseTimings, Probe, ProbeSettings, Slot } from '../model/health.ts';
import type { Address } from '../model/steering.ts';
import type { ControlResult, RefusedProbe } from '../model/vantage.ts';

export type { ControlResult, RefusedProbe } from '../model/vantage.ts';

/** Told by both sides in every request; one that speaks another is refused with a sentence. */
export const FLEET_CONTRACT = 1;

/** `GET`: the stream of `StreamEvent`. Its query is a `Greeting`; the token comes as a bearer token. */
export function streamPath(vantage: string): string {
  return `/v1/fleet/${encodeURIComponent(vantage)}/stream`;
}

/**
 * `POST` of a `Report`, answered with a `ReportAnswer`. 400: the report is not well formed, and is never to be sent again. 503: the
 * controller does not know this vantage (yet, since its start): it is to open its stream first, and then to send the report again.
 */
export function reportPath(vantage: string): string {
  return `/v1/fleet/${encodeURIComponent(vantage)}/reports`;
}

/** What an agent says of itself, as the query of its stream. */
export interface Greeting {
  /** FLEET_CONTRACT of the agent. */
  readonly contract: string;
  /** Drawn at each start of the agent: its reports count from 1 within it. */
  readonly boot: string;
  /** Of the program. */
  readonly version: string;
  readonly region?: string;
  /** Milliseconds since the epoch on the agent's clock: only to tell an operator of skew. */
  readonly now_ms: string;
}

/** The events of the stream by name; the data of each is JSON. */
export type StreamEvent =
  /** The first one. */
  | { readonly event: 'hello'; readonly data: { readonly contract: number; readonly version: string; readonly grid_ms: number } }
  /** Everything that is to be probed, in place of what was before. */
  | { readonly event: 'assign'; readonly data: Assignment }
  /** The vantages have become more or fewer: the probes stay, their turns move. */
  | { readonly event: 'slot'; readonly data: Slot }
  /** Probe these now, out of turn. With `again`, a failure is confirmed anew, however many there were: those of before do not count. */
  | { readonly event: 'check'; readonly data: { readonly probes: readonly string[]; readonly again?: true } }
  /** Every HEARTBEAT_MS, and the controller's grid time with it. */
  | { readonly event: 'time'; readonly data: { readonly grid_ms: number } }
  /** The last one: the controller ends (try again), or this vantage is not wanted any more (`again: false`). */
  | { readonly event: 'end'; readonly data: { readonly reason: string; readonly again: boolean } };

export const HEARTBEAT_MS = 5000;

/** A stream without any event for so long is dead. */
export const SILENCE_MS = 15_000;

export interface Assignment {
  readonly slot: Slot;
  readonly probes: readonly WireProbe[];
}

/** A `Probe` as JSON has it: of its address the family and the text alone, and no `confirmMs` where that is undefined. */
export interface WireProbe {
  readonly key: Probe['key'];
  readonly site: Probe['site'];
  readonly address: Pick<Address, 'family' | 'text'>;
  readonly monitor: Omit<ProbeSettings, 'confirmMs'> & { readonly confirmMs?: number };
}

/** The probe as it goes down the stream. Takes a whole `ProbeTarget` too: what a vantage need not know stays behind. */
export function encodeProbe({ key, site, address, monitor }: Probe): WireProbe {
  const { intervalMs, timeoutMs, fall, confirmMs, check } = monitor;
  const rhythm = { intervalMs, timeoutMs, fall, ...(confirmMs !== undefined && { confirmMs }) };
  return { key, site, address: { family: address.family, text: address.text }, monitor: { ...rhythm, check } };
}

/** The probe that was encoded; undefined where the text of its address is not of its family. */
export function decodeProbe({ key, site, address, monitor }: WireProbe): Probe | undefined {
  const decoded = decodeAddress(address);
  return decoded && { key, site, address: decoded, monitor: { ...monitor, confirmMs: monitor.confirmMs } };
}

function decodeAddress({ family, text }: WireProbe['address']): Address | undefined {
  if (family === 'host') return decodeHost(text);
  const bytes = text.includes('%') ? undefined : parseIp(text);
  return bytes?.length === (family === 'ipv4' ? 4 : 16) ? { family, text, bytes } : undefined;
}

function decodeHost(text: string): Address | undefined {
  try {
    return { family: 'host', text, name: parseName(text) };
  } catch (error) {
    if (error instanceof NameError) return undefined;
    throw error;
  }
}

/** Observations as they go up: a failure at once, the others within a second. */
export interface Report {
  readonly contract: number;
  readonly boot: string;
  /** Counts from 1 within a boot. A report that is sent again, as its answer was lost, has the same number and the same content. */
  readonly sequence: number;
  /**
   * The controller's grid time when this was sent, as the agent knows it: by that the controller knows how long it was on its way. Left
   * out: it came at once.
   */
  readonly sent_grid_ms?: number;
  /** How the agent's control targets do; empty where it has none. At most MAX_CONTROLS. */
  readonly controls: readonly ControlResult[];
  /** All probes of the assignment that this agent cannot do; where they are more than MAX_OBSERVATIONS, the first of them. */
  readonly refused: readonly RefusedProbe[];
  /** The oldest first; at most MAX_OBSERVATIONS. */
  readonly observations: readonly WireObservation[];
}

export const MAX_OBSERVATIONS = 2000;
export const MAX_CONTROLS = 100;

/** Whether a vantage has no say by its control targets: more than half of them fail. */
export function isCutOff(controls: readonly ControlResult[]): boolean {
  return 2 * controls.filter(({ ok }) => !ok).length > controls.length;
}

/** The most characters of a reason; none of them is a control character. */
export const MAX_REASON = 200;

/** Octets of a report's body. */
export const MAX_REPORT_BYTES = 2 * 1024 * 1024;

/** Observations are at most a day old; what is older is left out. */
export const MAX_AGO_MS = 86_400_000;

/**
 * A failure is told at once. One that is older when it comes was held up, because its vantage could not reach the controller and may not have
 * reached its targets either: it does not count. An agent learns no more than when the answer came: where a failure was about so old by then,
 * it probes again.
 */
export const HELD_UP_MS = 5000;

/** An agent reports at least this often, without observations where it has none. */
export const REPORT_EVERY_MS = 10_000;

/** A stream is cut whose agent was not heard of for so long: nobody is at its other end. */
export const UNHEARD_MS = 45_000;

export interface WireObservation {
  readonly probe: string;
  /** Milliseconds from the end of the probe until this report was sent. */
  readonly ago_ms: number;
  readonly ok: boolean;
  readonly reason: string;
  readonly duration_ms: number;
  readonly phases?: PhaseTimings;
  /** Of a failure: as many in a row were counted as confirm it. Where the controller has not counted as many, it has them looked for again. */
  readonly confirmed?: true;
}

export interface ReportAnswer {
  /** The highest sequence of this boot that was taken; reports up to it need not be sent again. */
  readonly taken: number;
}
