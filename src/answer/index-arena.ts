import { growableWords } from '../lib/growable.ts';
import { hashName } from './name-hash.ts';
import type { Entry } from './node-entries.ts';
import { ENTRY, type NameIndex, NODE, POINTER_BIAS, TEMPLATE } from './table.ts';
import type { Template } from './template.ts';

/** Octets of the longest template: a message has 65,535. */
const MAX_OCTETS = 0x1_0000;

const NO_ENTRY = new Uint32Array(ENTRY.WIDTH);

/**
 * A name index while it is filled. What belongs together is to be added together: it then lies together. Nodes are known by the places of
 * their rows; all other places are given as `table.ts` has them, + 1.
 */
export class IndexArena {
  readonly #words = growableWords();
  readonly #nodes = growableWords();
  readonly #shared = new Map<Template, number>();
  // Filled and copied for each row: a million small arrays would be most of the cost.
  readonly #node = new Uint32Array(NODE.WIDTH);
  readonly #template = new Uint32Array(TEMPLATE.WIDTH);
  readonly #scratch = new Uint32Array(MAX_OCTETS / 4);
  readonly #octets = new Uint8Array(this.#scratch.buffer);
  readonly #halves = new Uint16Array(this.#scratch.buffer);

  /** Adds a node for a name in wire form, and gives the place of its row. */
  addNode(wire: Uint8Array): number {
    const row = this.#node;
    row[NODE.HASH] = hashName(wire);
    row[NODE.NAME_LENGTH] = wire.length;
    const node = this.#words.append(row);
    this.#nodes.push(node);
    this.#append(wire);
    return node;
  }

  /** Sets a column of a node. */
  set(node: number, column: number, value: number): void {
    this.#words.set(node + column, value);
  }

  /** Adds a list of entries and the templates that are theirs alone; gives the place of the first. */
  addEntries(entries: readonly Entry[]): number {
    this.#words.push(entries.length);
    const first = this.#words.length;
    for (let i = 0; i < entries.length; i++) this.#words.append(NO_ENTRY);
    entries.forEach((entry, i) => {
      this.#fillEntry(first + i * ENTRY.WIDTH, entry);
    });
    return first + 1;
  }

  #fillEntry(row: number, { type, template, set, owner, empty }: Entry): void {
    const words = this.#words;
    words.set(row + ENTRY.TYPE, type);
    if (set !== undefined) words.set(row + ENTRY.SET, set + 1);
    if (owner !== undefined) words.set(row + ENTRY.OWNER, owner + POINTER_BIAS);
    if (template) words.set(row + ENTRY.TEMPLATE, this.addTemplate(template));
    if (empty) words.set(row + ENTRY.EMPTY, this.shareTemplate(empty));
  }

  /** Adds a template; gives its place. */
  addTemplate({ bytes, fixups, owners, answers, authorities, additionals, rcode, soaTtlAt, spare }: Template): number {
    const row = this.#template;
    row[TEMPLATE.LENGTH] = bytes.length;
    row[TEMPLATE.COUNTS] = answers + authorities * 0x10000;
    row[TEMPLATE.MORE] = additionals + rcode * 0x10000;
    row[TEMPLATE.FIXUP_COUNT] = fixups.length;
    row[TEMPLATE.OWNER_COUNT] = owners.length;
    row[TEMPLATE.SOA_TTL] = soaTtlAt + 1;
    row[TEMPLATE.SPARE_LENGTH] = spare ? spare.length : 0;
    row[TEMPLATE.SPARE_RECORDS] = spare ? spare.records : 0;
    const place = this.#words.append(row) + 1;
    this.#appendHalves(fixups, owners);
    this.#append(bytes);
    return place;
  }

  /** As addTemplate, for one that many nodes share: it is added once. */
  shareTemplate(template: Template): number {
    const known = this.#shared.get(template) ?? this.addTemplate(template);
    this.#shared.set(template, known);
    return known;
  }

  /** Adds octets; gives their place. */
  addOctets(octets: Uint8Array): number {
    return this.#append(octets) + 1;
  }

  /** The index, in shared memory. Nodes whose rows are `unasked` are reached from other nodes only. */
  finish(unasked: ReadonlySet<number>): NameIndex {
    return { slots: this.#hashTable(unasked), words: this.#words.toShared() };
  }

  #append(octets: Uint8Array): number {
    const count = Math.ceil(octets.length / 4);
    if (count > 0) this.#scratch[count - 1] = 0;
    this.#octets.set(octets);
    return this.#words.append(this.#scratch.subarray(0, count));
  }

  #appendHalves(fixups: readonly number[], owners: readonly number[]): void {
    const count = fixups.length + owners.length;
    if (count === 0) return;
    this.#halves.set(fixups);
    this.#halves.set(owners, fixups.length);
    this.#words.append(this.#scratch.subarray(0, (count + 1) >> 1));
  }

  #hashTable(unasked: ReadonlySet<number>): Uint32Array {
    const count = this.#nodes.length;
    let capacity = 16;
    while (capacity < 2 * count) capacity *= 2;
    const slots = new Uint32Array(new SharedArrayBuffer(4 * capacity));
    for (let i = 0; i < count; i++) {
      const node = this.#nodes.get(i);
      if (unasked.has(node)) continue;
      let slot = this.#words.get(node + NODE.HASH) & (capacity - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      slots[slot] = node + 1;
    }
    return slots;
  }
}
