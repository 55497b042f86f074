import { RR_TYPE, typeName } from '../../src/lib/rr-type.ts';

/** One record as a line: `www.example.com. 3600 A 192.0.2.1`; the owner in the case it came in. */
export type RecordLine = string;

/** Octets before the first name in RDATA, how many names, and whether they may be compressed (RFC 3597 section 4). */
const NAMES_IN: ReadonlyMap<number, { readonly before: number; readonly names: number; readonly compressed: boolean }> = new Map([
  [RR_TYPE.NS, { before: 0, names: 1, compressed: true }],
  [RR_TYPE.CNAME, { before: 0, names: 1, compressed: true }],
  [RR_TYPE.PTR, { before: 0, names: 1, compressed: true }],
  [RR_TYPE.SOA, { before: 0, names: 2, compressed: true }],
  [RR_TYPE.MX, { before: 2, names: 1, compressed: true }],
  [RR_TYPE.DNAME, { before: 0, names: 1, compressed: false }],
  [RR_TYPE.SRV, { before: 6, names: 1, compressed: false }],
]);

/**
 * Reads a message octet by octet and throws at anything odd: a compression pointer must point back to where a label of a name before began,
 * no name is longer than 255 octets, and RDATA is exactly as long as it says.
 */
export class WireReader {
  readonly #octets: Uint8Array;
  /** The labels from each place on where a name may be pointed to. */
  readonly #names = new Map<number, readonly string[]>();
  at: number;

  constructor(octets: Uint8Array, at: number) {
    this.#octets = octets;
    this.at = at;
  }

  number(length: number): number {
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + this.#octet();
    return value;
  }

  /** A name as text with its final dot, case kept. */
  name(mayPoint = true): string {
    const own: { place: number; label: string }[] = [];
    let rest: readonly string[] = [];
    for (;;) {
      const place = this.at;
      const length = this.#octet();
      if (length === 0) {
        this.#names.set(place, []);
        break;
      }
      if (length >= 0xc0) {
        if (!mayPoint) throw new Error(`a compression pointer at ${place}, where none may be`);
        rest = this.#pointedTo(place, ((length & 0x3f) << 8) | this.#octet());
        break;
      }
      if (length > 63) throw new Error(`label type ${length} at ${place}`);
      own.push({ place, label: this.#label(length) });
    }
    const labels = [...own.map(({ label }) => label), ...rest];
    for (const [i, { place }] of own.entries()) this.#names.set(place, labels.slice(i));
    return checkedName(labels);
  }

  record(): RecordLine {
    const owner = this.name();
    const type = this.number(2);
    if (this.number(2) !== 1) throw new Error(`a class other than IN in a record of ${owner}`);
    const ttl = this.number(4);
    const length = this.number(2);
    const end = this.at + length;
    const rdata = this.#rdata(type, end);
    if (this.at !== end) throw new Error(`RDATA of ${owner} ${typeName(type)} ends at ${this.at}, it says ${end}`);
    return `${owner} ${ttl} ${typeName(type)} ${rdata}`;
  }

  #pointedTo(place: number, target: number): readonly string[] {
    const labels = this.#names.get(target);
    if (target >= place || !labels) throw new Error(`the pointer at ${place} leads to ${target}, where no name before it has a label`);
    return labels;
  }

  #rdata(type: number, end: number): string {
    const shape = NAMES_IN.get(type);
    const fields: (string | number)[] = [];
    if (type === RR_TYPE.A) fields.push(Array.from({ length: 4 }, () => this.#octet()).join('.'));
    for (let i = 0; i < (shape?.before ?? 0); i += 2) fields.push(this.number(2));
    for (let i = 0; i < (shape?.names ?? 0); i++) fields.push(this.name(shape!.compressed));
    if (type === RR_TYPE.SOA) for (let i = 0; i < 5; i++) fields.push(this.number(4));
    if (this.at < end) fields.push(Buffer.from(this.#octets.subarray(this.at, end)).toString('hex'));
    if (this.at < end) this.at = end;
    return fields.join(' ');
  }

  #label(length: number): string {
    let label = '';
    for (let i = 0; i < length; i++) label += shown(this.#octet());
    return label;
  }

  #octet(): number {
    if (this.at >= this.#octets.length) throw new Error(`the message ends at ${this.at}, in the middle of something`);
    return this.#octets[this.at++]!;
  }
}

function checkedName(labels: readonly string[]): string {
  const text = labels.map(label => `${label}.`).join('') || '.';
  const octets = labels.reduce((sum, label) => sum + 1 + label.replace(/\\(\d{3}|.)/g, 'x').length, 1);
  if (octets > 255) throw new Error(`a name of ${octets} octets: ${text}`);
  return text;
}

function shown(octet: number): string {
  if (octet <= 0x20 || octet >= 0x7f) return `\\${String(octet).padStart(3, '0')}`;
  const char = String.fromCharCode(octet);
  return '."\\;()@$'.includes(char) ? `\\${char}` : char;
}
