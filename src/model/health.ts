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
export interface ProbeTarget extends Probe {
  readonly key: TargetKey;
  readonly endpoint: EndpointKey;
  readonly monitor: Monitor;
}

/** What a vantage is asked to do, again and again. */
export interface Probe {
  /** The key of a target; where several targets ask for the same, that of the first. */
  readonly key: TargetKey;
  /** `ZONE/SITE`: probes of different sites share fairly what a vantage can do at once. */
  readonly site: string;
  readonly address: Address;
  readonly monitor: ProbeSettings;
}

/** Of a monitor, what a vantage must know. */
export type ProbeSettings = Pick<Monitor, 'intervalMs' | 'timeoutMs' | 'fall' | 'confirmMs' | 'check'>;

/** The place of a vantage among those that probe the same: their phases are spread by it. */
export interface Slot {
  /** From 0. */
  readonly index: number;
  /** How many there are. */
  readonly of: number;
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
  /** Of a failure: its vantage has counted as many in a row as confirm it, and looks again only at its turns. */
  readonly confirmed?: true;
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

/** What one vantage says of one target. */
export interface Ballot {
  readonly vantage: string;
  readonly region: string | undefined;
  /** What `fall` and `rise` make of its observations. */
  readonly verdict: Verdict;
  /** Observations in a row that speak against this verdict. */
  readonly streak: number;
  /** Of its last observation. */
  readonly ok: boolean;
  readonly reason: string;
  readonly atMs: number;
  readonly durationMs: number;
  readonly phases: PhaseTimings | undefined;
  /** Why it does not count; undefined where it does. */
  readonly silent: string | undefined;
}

/** What is known of one monitor of one endpoint. */
export interface MonitorStanding {
  readonly monitor: string;
  readonly role: Monitor['role'];
  readonly verdict: Verdict;
  readonly reason: string;
  readonly sinceMs: number;
  /** In the order of the vantages' names. */
  readonly ballots: readonly Ballot[];
  /** How many vantages have a say, and how many of them must see it down; 0 and 0 where none has. */
  readonly voters: number;
  readonly needed: number;
  /** How often it turned down within the last hour. */
  readonly flaps: number;
  /** Successes in a row that a vantage needs now: `rise`, doubled by each flap but the first. */
  readonly riseNeeded: number;
  /** Where all is well but recovery is not automatic: since when it is well, and when it will be up by itself. */
  readonly recovering: { readonly sinceMs: number; readonly upAtMs: number | undefined } | undefined;
}

/** What the health engine must know of a vantage besides its observations. */
export interface VantageFacts {
  readonly name: string;
  readonly region: string | undefined;
  /** Why it has no say for the time being (its control targets fail, its token was revoked …); undefined: it has. */
  readonly voteless: string | undefined;
  /** Whether it takes part in probing: it is connected, or was lately. Left out: it does. */
  readonly present?: boolean;
  /** Its place among the vantages that probe; left out: it has none, or that is not known. */
  readonly slot?: Slot;
}

/** A vantage as the health engine sees it. */
export interface VantageStanding extends VantageFacts {
  /** Targets that it has seen lately, and how many of them failed at its last look. */
  readonly targets: number;
  readonly failing: number;
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
  /** How soon it may turn, when that would be seen, and whether it has turned lately. */
  readonly outlook: Outlook;
}

/** How soon a verdict may turn. */
export interface Outlook {
  /**
   * Milliseconds within which it could turn at the earliest as things are, counted in regular looks as `fall` and `rise` count them: settled
   * up, `fall` intervals; in doubt, the failures still missing, each after `confirm`; down, the successes still missing, an interval each.
   * Infinity where nothing but an operator turns it: no monitor, no vantage that has a say, manual recovery.
   */
  readonly turnsInMs: number;
  /** When vantages look; undefined where nobody does, or not by a timetable. */
  readonly looks: Looks | undefined;
  /** True until somebody has looked, and after a turn until it has been steady for as long as it takes to turn back. */
  readonly unsettled: boolean;
}

/** The moments at which the vantages look, evenly spread. */
export interface Looks {
  /** The interval of the monitor divided by the vantages that look: not always a whole number, and to be kept exact, as it is counted from the epoch. */
  readonly everyMs: number;
  /** When a look has begun at the latest, but for what a probe itself takes: milliseconds of the wall clock modulo `everyMs`. */
  readonly phaseMs: number;
  /**
   * How long after the look at which it begins a turn is a verdict, where probes are answered at once: for one that is up, what the failures
   * that follow the first take.
   */
  readonly confirmedMs: number;
  /** How long after it a failure is in doubt at the latest: where the endpoint is silent, a probe waits for its timeout. */
  readonly doubtedMs: number;
}

/** The last verdict of one target, as the store keeps it for the next start. */
export interface RestoredVerdict {
  readonly verdict: Verdict;
  /** As in Measured. */
  readonly reason: string;
  /** Milliseconds since the epoch when the verdict became what it is. */
  readonly sinceMs: number;
  /** When it turned down in the hour before, the oldest first; undefined: never. */
  readonly downsAtMs?: readonly number[];
}
