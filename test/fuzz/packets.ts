/** Packets made of a random source alone: without any sense, of good queries that were damaged, and well built ones of any content. */
import { nameToWire } from '../../src/lib/dns-name.ts';
import { type Random, seededRandom } from '../../src/lib/random.ts';
import { type EdnsFields, optBytes, uint16 } from '../responder/query-bytes.ts';
import { octets, once, oneOf } from './target.ts';

const NAMES = [
  'www.example.com.',
  'cdn.example.com.',
  'example.com.',
  'big.example.com.',
  'many.example.com.',
  'alias.example.com.',
  'away.example.com.',
  'x.wild.example.com.',
  'host.old.example.com.',
  'a.sub.example.com.',
  'sub.example.com.',
  'empty.example.com.',
  'none.example.com.',
  'odd.example.com.',
  'below.example.com.',
  'y.below.example.com.',
  'example.org.',
  'z.w.example.org.',
  'many.example.org.',
  'all.example.org.',
  'sticky.example.org.',
  'a.b.g.example.org.',
  'x.h.example.org.',
  'x.y.z.long.example.org.',
  'd.e.f.g.example.org.',
  'example.net.',
  'version.bind.',
  'id.server.',
  'hostname.bind.',
  '.',
  'com.',
].map(nameToWire);
const TYPES = [1, 2, 5, 6, 12, 15, 16, 28, 33, 39, 43, 257, 65_280, 255, 255, 251, 252, 249, 250, 41, 46, 47, 48, 128, 253, 254, 0];

/** The packet of a seed. */
export function packetOf(seed: number): Uint8Array {
  const random = seededRandom(seed);
  switch (random() % 8) {
    case 0:
      return noise(random);
    case 1:
    case 2:
      return damaged(random, built(random));
    default:
      return Uint8Array.from(built(random));
  }
}

/** The address that it comes from: 4 or 16 octets. */
export function clientOctets(seed: number): Uint8Array {
  const random = seededRandom(~seed);
  const start = oneOf(random, [[10], [10, 1, 2], [127], [0x20, 0x01, 0x0d, 0xb8], [0xff, 2], []]);
  const all = [...start, ...octets(random, 16)];
  return Uint8Array.from(all.slice(0, start[0]! > 31 || once(random, 2) ? 16 : 4));
}

function noise(random: Random): Uint8Array {
  const packet = Uint8Array.from(octets(random, once(random, 10) ? random() % 4200 : random() % 120));
  // Half of it is taken for a query at least.
  if (packet.length > 2 && once(random, 2)) packet[2] = 0;
  return packet;
}

function damaged(random: Random, packet: number[]): Uint8Array {
  for (let damages = random() % 6; damages >= 0; damages--) damage(random, packet);
  return Uint8Array.from(packet.slice(0, 5000));
}

function damage(random: Random, packet: number[]): void {
  if (packet.length === 0) return;
  const at = random() % packet.length;
  const from = random() % packet.length;
  const length = random() % 24;
  switch (random() % 7) {
    case 0:
      packet[at]! ^= 1 << (random() & 7);
      break;
    case 1:
      packet[at] = oneOf(random, [0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff, random() & 255]);
      break;
    case 2:
      packet.length = at;
      break;
    case 3:
      packet.push(...octets(random, length));
      break;
    case 4:
      packet.splice(at, length);
      break;
    case 5:
      packet.splice(at, 0, ...packet.slice(from, from + length));
      break;
    default:
      // The counts of the header.
      if (packet.length > 11) packet[4 + (random() & 7)] = random() % 4;
  }
}

function built(random: Random): number[] {
  const type = once(random, 8) ? random() & 0xffff : oneOf(random, TYPES);
  const qclass = oneOf(random, [1, 1, 1, 1, 1, 1, 3, 255, 254, 0, random() & 0xffff]);
  const flags = oneOf(random, [0, 0, 0, 0x0100, 0x0100, 0x0100, 0x0120, 0x0010, 0x0010, random() & 0x7fff, random() & 0xffff]);
  const counts = [once(random, 16) ? random() % 3 : 1, 0, 0, 0];
  const records: number[][] = [];
  if (!once(random, 4)) records.push(optBytes(edns(random)));
  while (once(random, 8)) records.push(record(random));
  if (once(random, 5)) records.reverse();
  counts[once(random, 30) ? 1 + (random() % 3) : 3] = records.length;
  if (once(random, 30)) counts[random() % 4] = random() & 0xffff;
  const question = counts[0] === 0 ? [] : [...name(random), ...uint16(type), ...uint16(qclass)];
  return [...octets(random, 2), ...uint16(flags), ...counts.flatMap(uint16), ...question, ...records.flat()];
}

/** One that is known, in any case, perhaps below or above it; or labels of any octets, up to the longest there are and beyond. */
function name(random: Random): number[] {
  let wire = [...oneOf(random, NAMES)];
  if (once(random, 3)) wire = mixedCase(random, wire);
  if (once(random, 4)) wire = wire.slice(random() % wire.length === 0 ? 0 : 1 + wire[0]!);
  if (wire.length === 0) wire = [0];
  while (once(random, 4)) {
    const label = octets(random, 1 + (random() % oneOf(random, [3, 20, 63])));
    wire = [label.length, ...label, ...wire];
  }
  return wire;
}

function mixedCase(random: Random, wire: readonly number[]): number[] {
  return wire.map(octet => (octet >= 0x61 && octet <= 0x7a && once(random, 2) ? octet ^ 0x20 : octet));
}

function edns(random: Random): EdnsFields {
  const options: (readonly [number, number[]])[] = [];
  while (once(random, 2)) options.push(option(random));
  return {
    payloadSize: oneOf(random, [0, 511, 512, 513, 1232, 1452, 4096, 65_535, random() & 0xffff]),
    version: once(random, 12) ? random() & 255 : 0,
    flags: oneOf(random, [0, 0x8000, random() & 0xffff]),
    options,
  };
}

function option(random: Random): readonly [number, number[]] {
  switch (random() % 7) {
    case 0:
      return [3, octets(random, once(random, 4) ? random() % 9 : 0)];
    case 1:
    case 2:
      return [8, subnet(random)];
    case 3:
      return [10, octets(random, oneOf(random, [0, 7, 8, 8, 9, 15, 16, 24, 24, 40, 41]))];
    case 4:
      return [11, octets(random, oneOf(random, [0, 2, 1]))];
    case 5:
      return [12, new Array<number>(random() % 40).fill(0)];
    default:
      return [random() & 0xffff, octets(random, random() % 20)];
  }
}

function subnet(random: Random): number[] {
  const family = oneOf(random, [1, 1, 2, 2, 0, 3]);
  const source = random() % (family === 1 ? 33 : family === 2 ? 129 : 2);
  const address = [...oneOf(random, [[10], [10, 1, 2], [0x20, 0x01, 0x0d, 0xb8], []]), ...octets(random, 16)].slice(0, (source + 7) >> 3);
  // Zero behind the prefix, as it has to be, in most.
  if ((source & 7) !== 0 && !once(random, 6)) address[address.length - 1]! &= 0xff00 >> (source & 7);
  return [0, family, source, once(random, 10) ? random() & 255 : 0, ...address];
}

/** A record as it may stand behind the question: TSIG, SIG(0), a second OPT, anything. */
function record(random: Random): number[] {
  if (once(random, 6)) return optBytes(edns(random));
  if (once(random, 2)) return signature(random);
  const owner = oneOf(random, [[0], [0xc0, 12], [1, 0x6b, 0], name(random)]);
  const data = octets(random, random() % 40);
  return [
    ...owner,
    ...uint16(oneOf(random, [250, 24, 1, 6, random() & 0xffff])),
    0,
    255,
    ...octets(random, 4),
    ...uint16(data.length),
    ...data,
  ];
}

/** A TSIG record that is well formed. */
function signature(random: Random): number[] {
  const mac = octets(random, random() % 40);
  const other = once(random, 4) ? octets(random, 6) : [];
  const tail = [...octets(random, 4), ...uint16(other.length), ...other];
  const data = [...name(random), ...octets(random, 8), ...uint16(mac.length), ...mac, ...tail];
  return [...name(random), ...uint16(250), 0, 255, 0, 0, 0, 0, ...uint16(data.length), ...data];
}
