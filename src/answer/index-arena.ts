import { growableHalves, growableOctets, growableWords } from '../lib/growable.ts';
import { hashName } from './name-hash.ts';
import type { Entry } from './node-entries.ts';
import { ENTRY, type NameIndex, NODE, POINTER_BIAS, TEMPLATE } from './table.ts';
import type { Template } from './template.ts';

/** The arrays of a name index while they are filled. Numbers it gives are those that `table.ts` speaks of. */
export class IndexArena {
  readonly #nodes = growableWords();
  readonly #entries = growableWords();
  readonly #templates = growableWords();
  readonly #fixups = growableHalves();
  readonly #octets = growableOctets();
  readonly #shared = new Map<Template, number>();
  // Filled and copied for each row: a million small arrays would be most of the cost.
  readonly #node = new Uint32Array(NODE.WIDTH);
  readonly #entry = new Uint32Array(ENTRY.WIDTH);
  readonly #template = new Uint32Array(TEMPLATE.WIDTH);

  /** Adds a node for a name in wire form, and gives its number. */
  addNode(wire: Uint8Array): number {
    const row = this.#node;
    row[NODE.HASH] = hashName(wire);
    row[NODE.NAME] = this.#octets.append(wire);
    row[NODE.NAME_LENGTH] = wire.length;
    return this.#nodes.append(row) / NODE.WIDTH;
  }

  /** Sets a column of a node. */
  set(node: number, column: number, value: number): void {
    this.#nodes.set(node * NODE.WIDTH + column, value);
  }

  /** Adds a list of entries; gives its offset + 1. */
  addEntries(entries: readonly Entry[]): number {
    const at = this.#entries.push(entries.length);
    for (const { type, template, set, owner, empty } of entries) {
      const row = this.#entry;
      row[ENTRY.TYPE] = type;
      row[ENTRY.TEMPLATE] = template ? this.addTemplate(template) : 0;
      row[ENTRY.SET] = set === undefined ? 0 : set + 1;
      row[ENTRY.OWNER] = owner === undefined ? 0 : owner + POINTER_BIAS;
      row[ENTRY.EMPTY] = empty ? this.shareTemplate(empty) : 0;
      this.#entries.append(row);
    }
    return at + 1;
  }

  /** Adds a template; gives its number + 1. */
  addTemplate({ bytes, fixups, owners, answers, authorities, additionals, rcode, soaTtlAt, spare }: Template): number {
    const row = this.#template;
    row[TEMPLATE.BYTES] = this.#octets.append(bytes);
    row[TEMPLATE.LENGTH] = bytes.length;
    row[TEMPLATE.COUNTS] = answers + authorities * 0x10000;
    row[TEMPLATE.MORE] = additionals + rcode * 0x10000;
    row[TEMPLATE.FIXUPS] = this.#fixups.append(fixups);
    row[TEMPLATE.FIXUP_COUNT] = fixups.length;
    row[TEMPLATE.OWNER_COUNT] = owners.length;
    row[TEMPLATE.SOA_TTL] = soaTtlAt + 1;
    row[TEMPLATE.SPARE_LENGTH] = spare ? spare.length : 0;
    row[TEMPLATE.SPARE_RECORDS] = spare ? spare.records : 0;
    this.#fixups.append(owners);
    return this.#templates.append(row) / TEMPLATE.WIDTH + 1;
  }

  /** As addTemplate, for one that many nodes share: it is added once. */
  shareTemplate(template: Template): number {
    const known = this.#shared.get(template) ?? this.addTemplate(template);
    this.#shared.set(template, known);
    return known;
  }

  /** Adds octets; gives where they begin. */
  addOctets(octets: Uint8Array): number {
    return this.#octets.append(octets);
  }

  /** The index, in shared memory. Nodes of `unasked` numbers are reached from other nodes only. */
  finish(unasked: ReadonlySet<number>): NameIndex {
    return {
      slots: this.#hashTable(unasked),
      nodes: this.#nodes.toShared(),
      entries: this.#entries.toShared(),
      templates: this.#templates.toShared(),
      fixups: this.#fixups.toShared(),
      bytes: this.#octets.toShared(),
    };
  }

  #hashTable(unasked: ReadonlySet<number>): Uint32Array {
    const count = this.#nodes.length / NODE.WIDTH;
    let capacity = 16;
    while (capacity < 2 * count) capacity *= 2;
    const slots = new Uint32Array(new SharedArrayBuffer(4 * capacity));
    for (let id = 0; id < count; id++) {
      if (unasked.has(id)) continue;
      let slot = this.#nodes.get(id * NODE.WIDTH + NODE.HASH) & (capacity - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      slots[slot] = id + 1;
    }
    return slots;
  }
}
