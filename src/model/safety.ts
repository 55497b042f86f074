/** How far a zone lets verdicts go by themselves: what is beyond is held, and answered as it was. An operator is never held. */
export interface Safety {
  readonly maxRemoved: RemovalLimits;
  /** How long what was taken out counts. */
  readonly windowMs: number;
  /** What verdicts leave of a record at least; undefined: nothing need be left. */
  readonly minHealthy: LeastHealthy | undefined;
  /** Whether what is held goes by itself once the window lets it, or stays until an operator opens the brake. */
  readonly gate: 'auto' | 'manual';
}

/** The most that verdicts take out within the window, in percent of the weight; undefined: all of it. */
export interface RemovalLimits {
  /** Of a pool. */
  readonly poolPercent: number | undefined;
  /** Of all that a record may be answered from. */
  readonly recordPercent: number | undefined;
}

/** So many endpoints, or so much of the weight. */
export type LeastHealthy = { readonly kind: 'count'; readonly count: number } | { readonly kind: 'percent'; readonly percent: number };

/** That an endpoint is answered although it is measured down. */
export interface Hold {
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  /** The limit that holds it, in words: `at most 50 % of pool web-hangzhou goes within 10m`. */
  readonly because: string;
}

/** What a brake made of an endpoint that is measured down. */
export interface BrakeMark {
  /** `out`: not answered; `held`: answered all the same. */
  readonly state: 'out' | 'held';
  /** Since when, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Its place in the line: when it was first judged. Of those that may yet be judged otherwise no two have the same. */
  readonly lineMs: number;
  /** Out only because of a pool or a record nothing is left: it is taken back as soon as something is. */
  readonly past: boolean;
}
