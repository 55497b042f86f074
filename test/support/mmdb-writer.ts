import { parseIp } from '../../src/lib/ip-address.ts';

/** What a small database in MaxMind DB format 2.0 shall hold. */
export interface MmdbContent {
  readonly ipVersion: 4 | 6;
  readonly recordSize?: 24 | 28 | 32;
  readonly type?: string;
  /** Seconds since the epoch. */
  readonly buildEpoch?: number;
  /** Prefix (`ADDRESS/LENGTH`) → record. In a file for IPv6, IPv4 prefixes lie below `::/96`. A later prefix cuts into an earlier one. */
  readonly entries: Readonly<Record<string, unknown>>;
  /** IPv6 prefixes that lead to the root of IPv4, such as `::ffff:0:0/96`. */
  readonly aliases?: readonly string[];
}

/** A record's JSON text, or nothing known. */
type Node = [Side, Side];
type Side = Node | string | undefined;

/** The octets of a database file. Records are maps, arrays, texts, booleans and numbers: whole ones become uint32, others double. */
export function writeMmdb(content: MmdbContent): Buffer {
  const { ipVersion, recordSize = 24, type = 'Test', buildEpoch = 1_700_000_000 } = content;
  const root: Node = [undefined, undefined];
  for (const [prefix, record] of Object.entries(content.entries)) insert(root, bitsOf(prefix, ipVersion), JSON.stringify(record));
  for (const alias of content.aliases ?? []) insert(root, bitsOf(alias, ipVersion), subtree(root, '0'.repeat(96)));
  const nodes = number(root);
  const { data, offsets } = dataSection(nodes);
  const tree = Buffer.concat([...nodes.keys()].map(node => treeNode(node, recordSize, side => pointer(side, nodes, offsets))));
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: buildEpoch,
    database_type: type,
    description: { en: 'made for a test' },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.size,
    record_size: recordSize,
  });
  return Buffer.concat([tree, Buffer.alloc(16), data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}

function bitsOf(prefix: string, ipVersion: 4 | 6): string {
  const [address, length] = prefix.split('/');
  const octets = parseIp(address!)!;
  const bits = [...octets].map(octet => octet.toString(2).padStart(8, '0')).join('');
  const before = octets.length === 4 && ipVersion === 6 ? '0'.repeat(96) : '';
  return before + bits.slice(0, Number(length));
}

function insert(root: Node, bits: string, side: Side): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const below = node[Number(bit)];
    const next: Node = Array.isArray(below) ? below : [below, below];
    node[Number(bit)] = next;
    node = next;
  }
  node[Number(bits.at(-1))] = side;
}

function subtree(root: Node, bits: string): Side {
  let side: Side = root;
  for (const bit of bits) side = Array.isArray(side) ? side[Number(bit)] : side;
  return side;
}

/** Nodes by number, the root first; an aliased node has one number. */
function number(root: Node): Map<Node, number> {
  const numbers = new Map<Node, number>();
  const visit = (side: Side) => {
    if (!Array.isArray(side) || numbers.has(side)) return;
    numbers.set(side, numbers.size);
    side.forEach(visit);
  };
  visit(root);
  return numbers;
}

function dataSection(nodes: ReadonlyMap<Node, number>): { data: Buffer; offsets: Map<string, number> } {
  const offsets = new Map<string, number>();
  const parts: Buffer[] = [];
  let at = 0;
  for (const side of [...nodes.keys()].flat()) {
    if (typeof side !== 'string' || offsets.has(side)) continue;
    offsets.set(side, at);
    const part = encode(JSON.parse(side));
    parts.push(part);
    at += part.length;
  }
  return { data: Buffer.concat(parts), offsets };
}

function pointer(side: Side, nodes: ReadonlyMap<Node, number>, offsets: ReadonlyMap<string, number>): number {
  if (side === undefined) return nodes.size;
  return Array.isArray(side) ? nodes.get(side)! : nodes.size + 16 + offsets.get(side)!;
}

function treeNode(node: Node, recordSize: 24 | 28 | 32, pointerOf: (side: Side) => number): Buffer {
  const [left, right] = [pointerOf(node[0]), pointerOf(node[1])];
  const buffer = Buffer.alloc(recordSize / 4);
  const width = recordSize === 32 ? 4 : 3;
  const low = 2 ** (8 * width);
  buffer.writeUIntBE(left % low, 0, width);
  buffer.writeUIntBE(right % low, buffer.length - width, width);
  // 28 bits: the middle octet holds the highest four bits of both.
  if (recordSize === 28) buffer[3] = (Math.floor(left / low) << 4) | Math.floor(right / low);
  return buffer;
}

const TYPE = { text: 2, double: 3, uint32: 6, map: 7, array: 11, boolean: 14 } as const;

function encode(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(TYPE.text, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'boolean') return control(TYPE.boolean, Number(value));
  if (typeof value === 'number') return encodeNumber(value);
  if (Array.isArray(value)) return Buffer.concat([control(TYPE.array, value.length), ...value.map(encode)]);
  const fields = Object.entries(value as object);
  return Buffer.concat([control(TYPE.map, fields.length), ...fields.flat().map(encode)]);
}

function encodeNumber(value: number): Buffer {
  const whole = Number.isInteger(value) && value >= 0;
  const octets = Buffer.alloc(whole ? 4 : 8);
  if (whole) octets.writeUInt32BE(value);
  else octets.writeDoubleBE(value);
  return Buffer.concat([control(whole ? TYPE.uint32 : TYPE.double, octets.length), octets]);
}

/** The control octet and what belongs to it; `size` below 285. */
function control(type: number, size: number): Buffer {
  const [inline, more] = size < 29 ? [size, []] : [29, [size - 29]];
  return Buffer.from(type > 7 ? [inline, type - 7, ...more] : [(type << 5) | inline, ...more]);
}
