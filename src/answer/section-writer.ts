/** Writes templates and records into an answer. Hot path: typed arrays and numbers only, nothing is allocated. */
import { RR_TYPE } from '../lib/rr-type.ts';
import { endOfName, labelAt, lowerOctet, readUint16 } from '../lib/wire-name.ts';
import type { Reply } from './source.ts';
import { FIRST_OWN, type NameIndex, octetsOf, TEMPLATE } from './table.ts';

/** Made once for a table; `begin` turns it to the answer at hand. */
export class SectionWriter {
  readonly #words: Uint32Array;
  readonly #halves: Uint16Array;
  readonly #octets: Uint8Array;
  #out: Uint8Array = new Uint8Array(0);
  #limit = 0;
  /** Where the name that is answered for begins in the answer: 12, or where a DNAME led to. */
  #ownerAt = 12;
  /** What turns the constant of a name's ending into its place; see TemplateWriter. */
  #endingBase = 0;
  #reply!: Reply;
  #start = 0;
  #questionEnd = 0;
  /** Where the next octet goes. */
  at = 0;
  /** False once something did not fit below the limit. */
  fits = true;

  constructor(names: NameIndex) {
    const { words } = names;
    this.#words = words;
    this.#halves = new Uint16Array(words.buffer, words.byteOffset, 2 * words.length);
    this.#octets = octetsOf(names);
  }

  begin(reply: Reply, out: Uint8Array, at: number, limit: number, nameLength: number): void {
    this.#reply = reply;
    this.#out = out;
    this.#limit = limit;
    this.#start = at;
    this.at = at;
    this.fits = true;
    this.#questionEnd = 12 + nameLength;
    this.#ownerAt = 12;
    this.#endingBase = nameLength;
  }

  /** From here on records are those of the name that has been written at `ownerAt`, not compressed. Gives the octets of that name. */
  moveTo(ownerAt: number): number {
    const length = lengthOf(this.#out, ownerAt);
    this.#ownerAt = ownerAt;
    this.#endingBase = ownerAt - 12 + length;
    return length;
  }

  /** Takes everything back that was written: an error has no records. */
  fail(rcode: number): void {
    const reply = this.#reply;
    reply.rcode = rcode;
    reply.answers = 0;
    reply.authorities = 0;
    reply.additionals = 0;
    this.at = this.#start;
    this.fits = true;
  }

  /** Whether one of the first `count` answers is an alias of the name at `place`: a second one would lead in a circle (RFC 2181 section 10.1). */
  hasAlias(place: number, count: number): boolean {
    const out = this.#out;
    let at = this.#start;
    for (let i = 0; i < count; i++) {
      const behind = endOfName(out, at);
      if (readUint16(out, behind) === RR_TYPE.CNAME && isSameName(out, at, place)) return true;
      at = behind + 10 + readUint16(out, behind + 8);
    }
    return false;
  }

  /** Takes the aliases back that were written behind the first `count` answers, at `from`, from the first on that repeats one; whether there was one. */
  takeBackCircle(from: number, count: number): boolean {
    const out = this.#out;
    const reply = this.#reply;
    if (!this.fits) return false;
    let at = from;
    for (let i = count; i < reply.answers; i++) {
      const behind = endOfName(out, at);
      if (readUint16(out, behind) === RR_TYPE.CNAME && this.hasAlias(at, i)) {
        this.at = at;
        reply.answers = i;
        reply.authorities = 0;
        reply.additionals = 0;
        reply.rcode = 0;
        return true;
      }
      at = behind + 10 + readUint16(out, behind + 8);
    }
    return false;
  }

  /**
   * Copies a template (its place + 1), counts its records, takes its RCODE, and turns its constants into pointers (see TemplateWriter).
   * Records that are only of use are left out where there is no room for them, without a word (RFC 2181 section 9).
   */
  template(place: number): void {
    const words = this.#words;
    const row = place - 1;
    const counts = words[row + TEMPLATE.COUNTS]!;
    const more = words[row + TEMPLATE.MORE]!;
    const reply = this.#reply;
    reply.answers += counts & 0xffff;
    reply.authorities += counts >>> 16;
    reply.additionals += more & 0xffff;
    reply.rcode = more >>> 16;
    let length = words[row + TEMPLATE.LENGTH]!;
    if (this.at + length > this.#limit) {
      length -= words[row + TEMPLATE.SPARE_LENGTH]!;
      reply.additionals -= words[row + TEMPLATE.SPARE_RECORDS]!;
      if (!this.#room(length)) return;
    }
    const halves = this.#halves;
    const first = 2 * (row + TEMPLATE.WIDTH);
    const middle = first + words[row + TEMPLATE.FIXUP_COUNT]!;
    const last = middle + words[row + TEMPLATE.OWNER_COUNT]!;
    this.#copy(this.#octets, 4 * ((last + 1) >> 1), length);
    for (let i = first; i < middle && halves[i]! < length; i++) this.#fix(this.at + halves[i]!);
    if (this.#ownerAt !== 12) this.#fixOwners(middle, last, length);
    this.at += length;
  }

  /** A negative template for a steered name: its SOA lives no longer than `ttl`, as a positive answer would. */
  negative(template: number, ttl: number): void {
    const place = this.at + this.#words[template - 1 + TEMPLATE.SOA_TTL]! - 1;
    this.template(template);
    const out = this.#out;
    if (!this.fits) return;
    const own = out[place]! * 0x1000000 + ((out[place + 1]! << 16) | (out[place + 2]! << 8) | out[place + 3]!);
    if (own <= ttl) return;
    out[place] = ttl >>> 24;
    out[place + 1] = (ttl >>> 16) & 255;
    out[place + 2] = (ttl >>> 8) & 255;
    out[place + 3] = ttl & 255;
  }

  /** What is being written into. */
  get out(): Uint8Array {
    return this.#out;
  }

  /** The place of the name that is answered for. */
  get owner(): number {
    return this.#ownerAt;
  }

  /** The place that a pointer constant means in the template that began at `start`. */
  placeOf(constant: number, start: number): number {
    return constant < FIRST_OWN ? constant + this.#endingBase : constant - FIRST_OWN + start;
  }

  /** One answer record, its owner the name at `ownerAt`, with this TTL. */
  record(octets: Uint8Array, from: number, length: number, ownerAt: number, ttl: number): void {
    this.#reply.answers++;
    if (!this.#room(length)) return;
    const out = this.#out;
    const at = this.at;
    for (let i = 2; i < length; i++) out[at + i] = octets[from + i]!;
    out[at] = 0xc0 | (ownerAt >> 8);
    out[at + 1] = ownerAt & 255;
    // No TTL has 2^24 seconds.
    out[at + 7] = ttl >>> 16;
    out[at + 8] = ttl >>> 8;
    out[at + 9] = ttl;
    this.at = at + length;
  }

  /**
   * The alias that the DNAME just written makes for the name asked for: `above` octets of that name before the target at `target`
   * (RFC 6672 section 3.1), TTL and class from the DNAME record at `dnameAt`. Gives where the alias's target stands, not compressed.
   */
  synthesizedAlias(dnameAt: number, message: Uint8Array, nameAt: number, above: number, target: number): number {
    const length = above + this.nameLength(target);
    this.#reply.answers++;
    const out = this.#out;
    const at = this.at;
    if (!this.fits || !this.#room(12 + length)) return at;
    out[at] = 0xc0 | (this.#ownerAt >> 8);
    out[at + 1] = this.#ownerAt & 255;
    out[at + 2] = 0;
    out[at + 3] = RR_TYPE.CNAME;
    for (let i = 4; i < 10; i++) out[at + i] = out[dnameAt + i]!;
    out[at + 10] = length >> 8;
    out[at + 11] = length & 255;
    for (let i = 0; i < above; i++) out[at + 12 + i] = message[nameAt + i]!;
    this.at = at + 12 + above;
    this.#copy(this.#octets, target, length - above);
    this.at += length - above;
    return at + 12;
  }

  /**
   * Compresses the target at `place` of the alias written last: as much of its end as the question ends in (RFC 1035 section 4.1.4). It was
   * written whole because it might have been followed.
   */
  shorten(place: number): void {
    const out = this.#out;
    if (!this.fits) return;
    for (let label = place; out[label] !== 0; label += out[label]! + 1) {
      const twin = this.#questionEnd - (this.at - label);
      if (!this.#isEnding(twin, label)) continue;
      out[label] = 0xc0 | (twin >> 8);
      out[label + 1] = twin & 255;
      this.at = label + 2;
      out[place - 2] = (this.at - place) >> 8;
      out[place - 1] = (this.at - place) & 255;
      return;
    }
  }

  /** Whether a label of the question begins at `twin`, from where on it is the name at `label`. */
  #isEnding(twin: number, label: number): boolean {
    const out = this.#out;
    let at = 12;
    while (at < twin) at += out[at]! + 1;
    if (at !== twin) return false;
    while (at < this.#questionEnd && lowerOctet(out[at]!) === lowerOctet(out[label + at - twin]!)) at++;
    return at === this.#questionEnd;
  }

  /** Octets of the name that lies at `at` among the table's own octets. */
  nameLength(at: number): number {
    return lengthOf(this.#octets, at);
  }

  #room(length: number): boolean {
    if (this.at + length > this.#limit) this.fits = false;
    return this.fits;
  }

  #copy(from: Uint8Array, start: number, length: number): void {
    const out = this.#out;
    const at = this.at;
    for (let i = 0; i < length; i++) out[at + i] = from[start + i]!;
  }

  #fix(place: number): void {
    const out = this.#out;
    const pointer = this.placeOf(((out[place]! << 24) >> 16) | out[place + 1]!, this.at);
    out[place] = 0xc0 | (pointer >> 8);
    out[place + 1] = pointer & 255;
  }

  #fixOwners(first: number, last: number, length: number): void {
    const out = this.#out;
    for (let i = first; i < last && this.#halves[i]! < length; i++) {
      const place = this.at + this.#halves[i]!;
      out[place] = 0xc0 | (this.#ownerAt >> 8);
      out[place + 1] = this.#ownerAt & 255;
    }
  }
}

/** Whether two names of one message are the same, case aside, compressed or not; our own pointers lead backwards. */
function isSameName(octets: Uint8Array, one: number, other: number): boolean {
  for (let a = labelAt(octets, one), b = labelAt(octets, other); ; a = labelAt(octets, a), b = labelAt(octets, b)) {
    if (a === b) return true;
    const length = octets[a]!;
    if (octets[b] !== length) return false;
    if (length === 0) return true;
    for (let i = 1; i <= length; i++) if (lowerOctet(octets[a + i]!) !== lowerOctet(octets[b + i]!)) return false;
    a += length + 1;
    b += length + 1;
  }
}

function lengthOf(octets: Uint8Array, at: number): number {
  let end = at;
  while (octets[end] !== 0) end += octets[end]! + 1;
  return end + 1 - at;
}
