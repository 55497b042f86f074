import type { Coordinates } from './steering.ts';

/** Where a client is, as far as a database knows. All fields undefined: nowhere known. */
export interface Location {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string;
  /** AF AN AS EU NA OC SA. */
  readonly continent?: string;
  /** ISO 3166-2, such as CN-ZJ. */
  readonly subdivision?: string;
  readonly asn?: number;
  /** The client's own if the database has them, else representative ones of its country. */
  readonly coordinates?: Coordinates;
}

/** A client as steering sees it. */
export interface Client {
  readonly location: Location;
  /** 4 or 16 octets; undefined where nothing looks at it. An IPv6 address that holds an IPv4 one lies in the subnets of both. */
  readonly address: Uint8Array | undefined;
}
