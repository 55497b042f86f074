import { growableOctets, growableWords } from '../lib/growable.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet, ZoneNode, ZoneNodes } from '../model/zone.ts';
import { SetList } from './set-list.ts';

/** The nodes of a zone in arrays over shared memory: they pass from thread to thread without being copied, and stay small. */
export interface PackedNodes {
  /** An open-addressing hash table of node numbers + 1 (0: free), its length a power of two. */
  readonly slots: Uint32Array;
  readonly nodes: Uint32Array;
  readonly sets: Uint32Array;
  readonly records: Uint32Array;
  /** Names as text, and RDATA. */
  readonly octets: Uint8Array;
}

/** `CUT` and `DNAME` are numbers of nodes + 1. */
const NODE = { NAME_AT: 0, NAME_LENGTH: 1, SETS_AT: 2, SET_COUNT: 3, CUT: 4, DNAME: 5, WIDTH: 6 } as const;
const SET = { TYPE: 0, TTL: 1, RECORDS_AT: 2, RECORD_COUNT: 3, WIDTH: 4 } as const;
const RECORD = { AT: 0, LENGTH: 1, WIDTH: 2 } as const;

/** Packs the nodes of a zone; what is packed already is given as it is. */
export function packNodes(nodes: ZoneNodes): PackedNodes {
  if (nodes instanceof UnpackedNodes) return nodes.packed;
  const packer = new Packer(nodes.size);
  for (const node of nodes.values()) packer.add(node);
  return packer.finish();
}

/** The nodes that were packed; each is unpacked when it is asked for. */
export function unpackNodes(packed: PackedNodes): ZoneNodes {
  return new UnpackedNodes(packed);
}

class Packer {
  readonly #slots: Uint32Array;
  readonly #nodes = growableWords();
  readonly #sets = growableWords();
  readonly #records = growableWords();
  readonly #octets = growableOctets();
  /** The numbers of the nodes that hide others: few. */
  readonly #hiding = new Map<Name, number>();

  constructor(count: number) {
    let capacity = 16;
    while (capacity < 2 * count) capacity *= 2;
    this.#slots = new Uint32Array(new SharedArrayBuffer(4 * capacity));
  }

  add({ name, sets, cut, dname }: ZoneNode): void {
    const number = this.#nodes.length / NODE.WIDTH;
    this.#enter(name, number);
    if (cut === name || sets.has(RR_TYPE.DNAME)) this.#hiding.set(name, number);
    this.#nodes.push(this.#octets.append(Buffer.from(name, 'latin1')));
    this.#nodes.push(name.length);
    this.#nodes.push(this.#sets.length / SET.WIDTH);
    this.#nodes.push(sets.size);
    this.#nodes.push(this.#numberOf(cut));
    this.#nodes.push(this.#numberOf(dname));
    for (const set of sets.values()) this.#addSet(set);
  }

  finish(): PackedNodes {
    return {
      slots: this.#slots,
      nodes: this.#nodes.toShared(),
      sets: this.#sets.toShared(),
      records: this.#records.toShared(),
      octets: this.#octets.toShared(),
    };
  }

  #enter(name: Name, number: number): void {
    const mask = this.#slots.length - 1;
    let slot = hashOf(name) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }

  #addSet({ type, ttl, rdata }: RecordSet): void {
    this.#sets.push(type);
    this.#sets.push(ttl);
    this.#sets.push(this.#records.length / RECORD.WIDTH);
    this.#sets.push(rdata.length);
    for (const octets of rdata) {
      this.#records.push(this.#octets.append(octets));
      this.#records.push(octets.length);
    }
  }

  #numberOf(hiding: Name | undefined): number {
    return hiding === undefined ? 0 : this.#hiding.get(hiding)! + 1;
  }
}

class UnpackedNodes implements ZoneNodes {
  readonly packed: PackedNodes;
  readonly #text: Buffer;

  constructor(packed: PackedNodes) {
    this.packed = packed;
    this.#text = Buffer.from(packed.octets.buffer, packed.octets.byteOffset, packed.octets.length);
  }

  get size(): number {
    return this.packed.nodes.length / NODE.WIDTH;
  }

  get(name: Name): ZoneNode | undefined {
    const { slots } = this.packed;
    const mask = slots.length - 1;
    for (let slot = hashOf(name) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const number = slots[slot]! - 1;
      if (this.#isNamed(number, name)) return this.#node(number, name);
    }
    return undefined;
  }

  *keys(): Iterable<Name> {
    for (let number = 0; number < this.size; number++) yield this.#nameOf(number);
  }

  *values(): Iterable<ZoneNode> {
    for (let number = 0; number < this.size; number++) yield this.#node(number, this.#nameOf(number));
  }

  #node(number: number, name: Name): ZoneNode {
    const { nodes } = this.packed;
    const row = number * NODE.WIDTH;
    const [cut, dname] = [nodes[row + NODE.CUT]!, nodes[row + NODE.DNAME]!];
    return {
      name,
      sets: this.#setsOf(row, name),
      cut: cut === 0 ? undefined : this.#nameOf(cut - 1),
      dname: dname === 0 ? undefined : this.#nameOf(dname - 1),
    };
  }

  #setsOf(row: number, owner: Name): SetList {
    const { nodes, sets } = this.packed;
    const list = new SetList();
    const first = nodes[row + NODE.SETS_AT]!;
    for (let i = 0; i < nodes[row + NODE.SET_COUNT]!; i++) {
      const at = (first + i) * SET.WIDTH;
      list.put({ owner, type: sets[at + SET.TYPE]!, ttl: sets[at + SET.TTL]!, rdata: this.#rdataOf(at) });
    }
    return list;
  }

  #rdataOf(set: number): Uint8Array[] {
    const { sets, records, octets } = this.packed;
    const all: Uint8Array[] = [];
    const first = sets[set + SET.RECORDS_AT]! * RECORD.WIDTH;
    for (let row = first; all.length < sets[set + SET.RECORD_COUNT]!; row += RECORD.WIDTH) {
      const at = records[row + RECORD.AT]!;
      all.push(octets.slice(at, at + records[row + RECORD.LENGTH]!));
    }
    return all;
  }

  #nameOf(number: number): Name {
    const { nodes } = this.packed;
    const at = nodes[number * NODE.WIDTH + NODE.NAME_AT]!;
    return this.#text.toString('latin1', at, at + nodes[number * NODE.WIDTH + NODE.NAME_LENGTH]!);
  }

  #isNamed(number: number, name: Name): boolean {
    const { nodes, octets } = this.packed;
    if (nodes[number * NODE.WIDTH + NODE.NAME_LENGTH] !== name.length) return false;
    const at = nodes[number * NODE.WIDTH + NODE.NAME_AT]!;
    for (let i = 0; i < name.length; i++) if (octets[at + i] !== name.charCodeAt(i)) return false;
    return true;
  }
}

/** FNV-1a of the text; the names are our own, so that nobody outside can choose what collides. */
function hashOf(name: Name): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
