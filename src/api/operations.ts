import type { Declared, Finding } from '../model/declared.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { Explanation } from '../model/explanation.ts';
import type { EndpointKey, MonitorStanding, OverrideState, VantageStanding } from '../model/health.ts';
import type { AnyTarget, Intent, IntentTarget } from '../model/intent.ts';
import type { Resolutions } from '../model/resolution.ts';
import type { Role, Token } from '../model/token.ts';
import type { WhatIf } from '../model/whatif.ts';
import type { Name } from '../model/zone.ts';

/** What the API needs of the control loop. The composition root hands it in; the API never sees the loop itself. */
export interface Operations {
  snapshot(): Snapshot;
  /**
   * Sets or releases intents, all of them or none, in the store first. Gives the generation that carries the change, after every
   * worker serves it. Targets must exist in `snapshot().declared`; the API checks that before. What `also` writes is stored with them or
   * not at all. Rejects with NotStored or NotServed.
   */
  change(change: IntentChange, also?: () => void): Promise<number>;
  /**
   * Lets endpoints be up that are well but wait, by the `recovery` of their monitors, and forgets their flaps. Gives how many came up by it,
   * after every worker serves them. They must exist in `snapshot().declared`. Rejects with NotServed.
   */
  recover(endpoints: readonly EndpointKey[]): Promise<number>;
  /**
   * Reads the zones again, and the geographic database where its file has changed. Gives what it found; with an error among it the last
   * good zones go on. Rejects with NotReloaded where reading the zones does not end.
   */
  reload(): Promise<readonly Finding[]>;
  /** Reads the zones as `reload` does, but takes nothing. Gives what it found; with an error among it there are no zones. Rejects as `reload` does. */
  tryReload(): Promise<{ readonly declared: Declared | undefined; readonly findings: readonly Finding[] }>;
  explain(question: ExplainQuestion): Explanation;
  /** What would be answered if targets had other overrides than they have; nothing is changed. */
  whatIf(question: WhatIfQuestion): Promise<WhatIf>;
  /** What would be answered after a change of intents; nothing is changed, and only record sets that would change are told of. */
  foretell(change: IntentChange): Promise<WhatIf>;
  /** What the vantages say of an endpoint, monitor by monitor; empty for one that nothing monitors. */
  standings(endpoint: EndpointKey): readonly MonitorStanding[];
  /** What verdicts go by of each vantage: whether it has a say, and how much it sees failing. */
  vantages(): readonly VantageStanding[];
  metrics(): readonly Metric[];
}

/** A change that could not be written down (a full disk …); nothing has changed. The message tells an operator why. */
export class NotStored extends Error {}

/** A change that is written down, but that not every worker serves yet; it goes out with the next update. The message tells why. */
export class NotServed extends Error {}

/** A reload that did not come to its end (a file system that hangs …); the last good zones go on. The message tells an operator why. */
export class NotReloaded extends Error {}

export interface IntentChange {
  readonly set: readonly Intent[];
  readonly release: readonly Release[];
  /** Who releases; what is set tells itself. */
  readonly author?: string | undefined;
}

export interface Release {
  readonly kind: Intent['kind'];
  readonly target: AnyTarget;
}

export interface ExplainQuestion {
  readonly name: Name;
  readonly type: number;
  /** 4 or 16 octets. */
  readonly client: Uint8Array;
  readonly prefixLength: number;
}

export interface WhatIfQuestion {
  /** Each takes the place of the override that the target has. Targets exist in `snapshot().declared`. */
  readonly targets: readonly { readonly target: IntentTarget; readonly state: OverrideState }[];
  /** Weights of clients by country, `*` for all that are not named; undefined: clients weigh what was counted of them. */
  readonly countries: ReadonlyMap<string, number> | undefined;
  /** Whether to tell of record sets that would not change. */
  readonly all: boolean;
}

/** Everything that reading calls show, taken at one moment. */
export interface Snapshot {
  readonly generation: number;
  readonly startedAtMs: number;
  /** How long it has run, whatever was done to the clock meanwhile. */
  readonly uptimeMs: number;
  readonly declared: Declared;
  readonly states: EndpointStates;
  readonly intents: readonly Intent[];
  /** What is known of the hosts that are answered with their addresses. */
  readonly resolutions: Resolutions;
  readonly listening: readonly string[];
  readonly vantages: readonly string[];
  /** What the last reload found, if it was not taken; empty after a good one. */
  readonly rejected: readonly Finding[];
  readonly lastError: string | undefined;
  readonly geoDatabase: GeoDatabaseFacts;
  /** Whether every zone is served by every worker. */
  readonly ready: boolean;
  readonly zoneSerials: ReadonlyMap<Name, number>;
}

/** The geographic database that is served. */
export interface GeoDatabaseFacts {
  readonly file: string;
  /** Whether a change of the file is seen; not of the one that comes with the program. */
  readonly watched: boolean;
  /** As the file calls itself. */
  readonly type: string;
  readonly builtAtMs: number;
  /** Prefixes that it has a record for. */
  readonly prefixes: number;
  readonly loadedAtMs: number;
  /** What it knows of clients: `country`, `continent`, `subdivision`, `asn`, and `coordinates` where they are its own. */
  readonly fields: readonly string[];
  /** Why the file as it is now is not the one that is served. */
  readonly lastError: string | undefined;
  /** What steered records ask for that no client has in this database. */
  readonly warnings: readonly string[];
}

/** One metric in Prometheus' terms. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  /** Of a histogram: behind the name of the metric; a `_bucket` has the label `le`, and counts what the ones below it count, too. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the API needs of the tokens that it makes. */
export interface ApiTokens {
  /** Every token, the oldest first, those that ended not long ago included. */
  list(): readonly Token[];
  /** What is known of a token, one that has ended included; in a time that tells nothing of any token. */
  find(secret: string): Token | undefined;
  /** Notes that it was good for a call. */
  noteUse(id: string): void;
  /** Makes a token, and tells it this once. What `also` writes is stored with it or not at all. Throws NotStored. */
  create(wanted: WantedToken, also?: (token: Token) => void): { readonly token: Token; readonly secret: string };
  /** Ends a token at once; one that has ended stays as it is. Undefined: there is none of this id. `also` as above. Throws NotStored. */
  revoke(id: string, also?: () => void): Token | undefined;
}

export interface WantedToken {
  readonly role: Role;
  /** Of role `probe`, and only there. */
  readonly vantage: string | undefined;
  /** The only zones that it is good for; undefined: all. */
  readonly zones?: readonly Name[] | undefined;
  readonly name: string | undefined;
  readonly author: string;
  /** Milliseconds since the epoch; undefined: never. */
  readonly expiresAtMs: number | undefined;
}
