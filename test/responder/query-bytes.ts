import { nameToWire } from '../../src/lib/dns-name.ts';

export interface EdnsFields {
  readonly payloadSize?: number;
  readonly version?: number;
  readonly flags?: number;
  readonly options?: readonly (readonly [code: number, data: readonly number[]])[];
}

export interface QueryFields {
  readonly id?: number;
  /** The two octets of flags. */
  readonly flags?: number;
  readonly type?: number;
  readonly class?: number;
  readonly edns?: EdnsFields;
  /** Overrides of QDCOUNT, ANCOUNT, NSCOUNT, ARCOUNT. */
  readonly counts?: readonly [number, number, number, number];
  /** Octets between the question and the OPT record. */
  readonly records?: readonly number[];
  /** Octets behind everything. */
  readonly tail?: readonly number[];
}

/** A query in wire form; `name` is text, or octets that need not be a name. */
export function queryBytes(name: string | readonly number[], fields: QueryFields = {}): Uint8Array {
  const { id = 0x1234, flags = 0, type = 1, class: qclass = 1, edns, records = [], tail = [] } = fields;
  const counts = fields.counts ?? [1, 0, 0, edns ? 1 : 0];
  const wire = typeof name === 'string' ? [...nameToWire(name)] : name;
  const header = [id, flags, ...counts].flatMap(uint16);
  return Uint8Array.from([...header, ...wire, ...uint16(type), ...uint16(qclass), ...records, ...(edns ? optBytes(edns) : []), ...tail]);
}

/** An OPT record in wire form (RFC 6891 section 6.1.2). */
export function optBytes({ payloadSize = 1232, version = 0, flags = 0, options = [] }: EdnsFields): number[] {
  const rdata = options.flatMap(([code, data]) => [...uint16(code), ...uint16(data.length), ...data]);
  return [0, ...uint16(41), ...uint16(payloadSize), 0, version, ...uint16(flags), ...uint16(rdata.length), ...rdata];
}

/** The data of a client subnet option (RFC 7871 section 6). */
export function subnetData(family: number, source: number, scope: number, ...address: readonly number[]): number[] {
  return [...uint16(family), source, scope, ...address];
}

export function uint16(value: number): number[] {
  return [value >> 8, value & 255];
}
