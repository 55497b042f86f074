import type { Monitor } from './monitor.ts';
import type { Address } from './steering.ts';

/** What the health engine concludes. */
export type Verdict = 'up' | 'down' | 'unknown';

export type OverrideState = 'up' | 'down' | 'drain';

/** Names one endpoint everywhere: `ZONE/POOL/ENDPOINT`, the zone with its final dot. */
export type EndpointKey = string;

/** Names one check of one endpoint: `ENDPOINT_KEY/MONITOR`. */
export type TargetKey = string;

/** One endpoint to be probed by one monitor. */
export interface ProbeTarget {
  readonly key: TargetKey;
  readonly endpoint: EndpointKey;
  /** `ZONE/SITE`: probes of different sites share fairly what a vantage can do at once. */
  readonly site: string;
  readonly address: Address;
  readonly monitor: Monitor;
}

/** The result of one probe. */
export interface Observation {
  readonly target: TargetKey;
  readonly vantage: string;
  /** Milliseconds since the epoch when the probe ended. */
  readonly atMs: number;
  readonly ok: boolean;
  /** Short and plain: `status 200`, `connect refused`, `timeout after 2s`. */
  readonly reason: string;
  readonly durationMs: number;
  /** Where the time went, as far as the check can tell. */
  readonly phases?: PhaseTimings;
}

/** Parts of a probe one after the other, in milliseconds; a phase that a check does not have, or did not come to, is not there. */
export interface PhaseTimings {
  /** Finding the address of a host name. */
  readonly lookupMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** From the question until the first octet of the answer. */
  readonly firstByteMs?: number;
  /** From there until the answer was judged. */
  readonly contentMs?: number;
}

/** What is known of one endpoint, before any operator's override. */
export interface Measured {
  readonly verdict: Verdict;
  /** Why, in the words of the last observation that counted: `embedded: status 503 (2 of 2)`. */
  readonly reason: string;
  /** Milliseconds since the epoch when the verdict became what it is. */
  readonly sinceMs: number;
  /** True while observations speak against the verdict, or there is none yet: it may change soon. */
  readonly wavering: boolean;
}

/** The last verdict of one target, as the store keeps it for the next start. */
export interface RestoredVerdict {
  readonly verdict: Verdict;
  /** As in Measured. */
  readonly reason: string;
  /** Milliseconds since the epoch when the verdict became what it is. */
  readonly sinceMs: number;
}
