import type { Name } from './zone.ts';

/** What record sets would be answered if endpoints were in other states than they are; made by the code that answers. */
export interface WhatIf {
  /** That is served now. */
  readonly generation: number;
  /** Answers counted, of all record sets. */
  readonly answers: number;
  /** How many record sets are steered. */
  readonly recordSets: number;
  /** Countries that weights were given for, and of which the geographic database has no address: their weights count for nothing. */
  readonly withoutAddresses: readonly string[];
  readonly total: TotalForecast;
  /** Of the record sets that change, or of all. */
  readonly records: readonly RecordForecast[];
}

/** A part of 1, as it is and as it would be. */
export interface Shift {
  readonly before: number;
  readonly after: number;
}

/**
 * What the clients of one record set are weighted by: its own answers counted and their IPv4 addresses, weights of countries, or, where nothing was
 * counted, their IPv4 addresses alone.
 */
export type ClientBasis = 'traffic_and_addresses' | 'countries' | 'addresses';

/** One record set. Shifts are parts of its clients. */
export interface RecordForecast extends Shares {
  readonly zone: Name;
  readonly owner: Name;
  readonly type: number;
  readonly basis: ClientBasis;
  /** Answers counted. */
  readonly answers: number;
  readonly changes: boolean;
  /** Whether clients, counted so far or not, come to a resort that they are not at now. */
  readonly comesToResort: boolean;
  /** What it comes to for clients that nothing is up for. */
  readonly resorts: readonly ResortShift[];
}

/** All record sets together. Shifts are parts of all answers. */
export interface TotalForecast extends Shares {
  /** Record sets count by their answers counted and one more each; where none was counted at all, that is all alike. */
  readonly basis: 'traffic' | 'even';
}

/** What goes where: the parts of the endpoints and the part that is not answered sum to 1. */
export interface Shares {
  /** Those that gain most first. */
  readonly pools: readonly PoolShift[];
  readonly endpoints: readonly EndpointShift[];
  /** Answers without a record, or SERVFAIL. */
  readonly unanswered: Shift;
}

export interface PoolShift extends Shift {
  readonly zone: Name;
  readonly pool: string;
}

export interface EndpointShift extends PoolShift {
  readonly endpoint: string;
  /** Those that it is or would be answered with. */
  readonly addresses: readonly string[];
}

export interface ResortShift extends Shift {
  /** In the words of an explanation. */
  readonly because: string;
}
