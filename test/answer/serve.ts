import { Packet } from 'dns2';
import { type Compiled, compileChange, compileTable, withRatios } from '../../src/answer/compile.ts';
import { type ExplainInput, explain } from '../../src/answer/explain.ts';
import { createLookup, type Lookup } from '../../src/answer/lookup.ts';
import type { Client, Reply } from '../../src/answer/source.ts';
import type { LocationTable } from '../../src/geo/location-table.ts';
import { labelsToWire, parseLabels, parseName } from '../../src/lib/dns-name.ts';
import { parseIp } from '../../src/lib/ip-address.ts';
import { type Random, seededRandom } from '../../src/lib/random.ts';
import { rcodeName } from '../../src/lib/rcode.ts';
import { parseType } from '../../src/lib/rr-type.ts';
import type { DeclaredZone } from '../../src/model/declared.ts';
import type { EndpointStates } from '../../src/model/effective.ts';
import type { Explanation } from '../../src/model/explanation.ts';
import type { Ratios } from '../../src/model/ratio.ts';
import type { Steering } from '../../src/model/steering.ts';
import { parseMasterFile } from '../../src/zone/master-file.ts';
import { buildNodes } from '../../src/zone/tree.ts';
import { type StateOf, statesOf } from '../steering/declare.ts';
import { locationTable } from './locations.ts';
import { type RecordLine, WireReader } from './wire-reader.ts';

/** What begins a zone in most tests: negative answers live 300 s. */
export const START = '$TTL 3600\n@ SOA ns hostmaster 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.53\n';

/** A zone from master-file text; throws where the text has a mistake. */
export function zone(apex: string, text: string, steering?: Steering): DeclaredZone {
  const include = (path: string): string => {
    throw new Error(`no file ${path} in tests`);
  };
  const { recordSets, findings } = parseMasterFile({ file: `${apex}zone`, text, origin: apex, include });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ line, message }) => `${apex}zone:${line}: ${message}`).join('\n'));
  return {
    name: apex,
    nodes: buildNodes(
      apex,
      recordSets,
      steering?.records.map(({ owner }) => owner),
    ),
    steering,
  };
}

/** Zone example.com with START before the text. */
export function exampleZone(text: string, steering?: Steering): DeclaredZone {
  return zone('example.com.', START + text, steering);
}

/** A database of no addresses at all. */
export const NO_LOCATIONS: LocationTable = locationTable({});

export interface Answer {
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly scope: number;
  readonly answers: readonly RecordLine[];
  readonly authorities: readonly RecordLine[];
  readonly additionals: readonly RecordLine[];
  /** Octets of the whole message without EDNS. */
  readonly length: number;
}

export interface Asked {
  /** `192.0.2.7`, or `10.1.0.0/16`. */
  readonly client?: string;
  /** The address that the query came from; that of the client if none is given. */
  readonly sender?: string;
  /** Octets that the message may have; 1232 if none is given. */
  readonly limit?: number;
}

export interface ServeOptions {
  readonly locations?: LocationTable;
  readonly random?: Random;
  /** By `POOL/ENDPOINT`, of every zone. */
  readonly states?: Readonly<Record<string, StateOf>>;
  readonly ratios?: Ratios;
}

/** Zones that are compiled and looked up, and every answer of theirs read strictly. */
export class Served {
  compiled: Compiled;
  readonly lookup: Lookup;
  readonly #zones: readonly DeclaredZone[];
  states: EndpointStates;

  constructor(
    zones: readonly DeclaredZone[],
    { locations = NO_LOCATIONS, random = seededRandom(1), states = {}, ratios }: ServeOptions = {},
  ) {
    this.#zones = zones;
    this.states = this.#statesOf(states);
    const declared = { zones: new Map(zones.map(each => [each.name, each])) };
    this.compiled = compileTable({ declared, states: this.states, locations, generation: 1, ratios });
    this.lookup = createLookup(this.compiled.table, random);
  }

  ask(name: string, type: string, { client = '203.0.113.9', sender = client, limit = 1232 }: Asked = {}): Answer {
    const wire = labelsToWire(parseLabels(name));
    const message = Buffer.alloc(Math.max(limit, 12 + wire.length + 4) + 16, 0xaa);
    message.fill(0, 0, 12);
    message.set(wire, 12);
    const at = 12 + wire.length + 4;
    const number = parseType(type)!;
    message.writeUInt16BE(number, at - 4);
    message.writeUInt16BE(1, at - 2);
    const reply = emptyReply();
    const question = { message: Buffer.from(message.subarray(0, at)), nameAt: 12, nameLength: wire.length, type: number };
    this.lookup.resolve(question, { ...clientOf(client), sender: clientOf(sender).sender }, reply, message, at, limit);
    checkBounds(message, reply, at, limit);
    return { ...readAnswer(message, reply, at), length: reply.end };
  }

  explain(name: string, type: string, client = '203.0.113.9'): Explanation {
    const { address, family, prefixLength } = clientOf(client);
    const asked = { name: parseName(name), type: parseType(type)!, client: address.subarray(0, family === 4 ? 4 : 16), prefixLength };
    return explain({ compiled: this.compiled, states: this.states, source: this.lookup, nowMs: 0, ...asked } satisfies ExplainInput);
  }

  /** Makes endpoints, and ratios, differ from here on, as a change to the running table; whether any record set depends on them. */
  change(states: Readonly<Record<string, StateOf>>, generation: number, ratios: Ratios = this.compiled.laid.ratios): boolean {
    const before = this.states;
    this.states = this.#statesOf(states);
    const changed = [...this.states.keys()].filter(key => JSON.stringify(before.get(key)) !== JSON.stringify(this.states.get(key)));
    const { compiled, sets } = withRatios(this.compiled, ratios);
    this.compiled = compiled;
    const change = compileChange(compiled, changed, this.states, generation, sets);
    if (change) this.lookup.replace(structuredClone(change));
    return change !== undefined;
  }

  #statesOf(differing: Readonly<Record<string, StateOf>>): EndpointStates {
    return new Map(this.#zones.flatMap(({ name, steering }) => (steering ? [...statesOf(name, steering, differing)] : [])));
  }
}

/** Serves one zone, or several. */
export function serve(zones: DeclaredZone | readonly DeclaredZone[], options?: ServeOptions): Served {
  return new Served(Array.isArray(zones) ? zones : [zones as DeclaredZone], options);
}

export function emptyReply(): Reply {
  return { rcode: 9, authoritative: false, answers: 9, authorities: 9, additionals: 9, end: 0, truncated: true, scope: 99 };
}

export function clientOf(text: string): Client {
  const [address, length] = text.split('/');
  const octets = parseIp(address!)!;
  const padded = new Uint8Array(16);
  padded.set(octets);
  const family = octets.length === 4 ? 4 : 6;
  const sender = { family, address: padded } as const;
  return { family, address: padded, prefixLength: Number(length ?? 8 * octets.length), isSubnet: true, stream: false, sender };
}

function checkBounds(message: Uint8Array, reply: Reply, at: number, limit: number): void {
  if (reply.end < at || (reply.end > limit && reply.end !== at)) throw new Error(`ends at ${reply.end}, begins at ${at}, limit ${limit}`);
  const from = Math.max(limit, at);
  const stray = message.subarray(from).findIndex(octet => octet !== 0xaa);
  if (stray !== -1) throw new Error(`an octet was written at ${from + stray}, behind the limit`);
}

function readAnswer(message: Buffer, reply: Reply, at: number): Omit<Answer, 'length'> {
  const whole = message.subarray(0, reply.end);
  const reader = new WireReader(whole, 12);
  reader.name(false);
  reader.at = at;
  const section = (count: number) => Array.from({ length: count }, () => reader.record());
  const sections = { answers: section(reply.answers), authorities: section(reply.authorities), additionals: section(reply.additionals) };
  if (reader.at !== whole.length) throw new Error(`${whole.length - reader.at} octets behind the last record`);
  checkAgainstPeer(whole, reply);
  const { authoritative, truncated, scope } = reply;
  return { rcode: rcodeName(reply.rcode), authoritative, truncated, scope, ...sections };
}

/** Another codec must read the same counts without a complaint. */
function checkAgainstPeer(message: Buffer, { answers, authorities, additionals }: Reply): void {
  for (const [i, count] of [1, answers, authorities, additionals].entries()) message.writeUInt16BE(count, 4 + 2 * i);
  const packet = Packet.parse(message);
  const read = [packet.answers.length, packet.authorities.length, packet.additionals.length];
  if (packet.errors.length > 0 || read.join() !== [answers, authorities, additionals].join()) {
    throw new Error(`dns2 reads ${read} records and finds ${JSON.stringify(packet.errors)}`);
  }
}

/** The SOA of START as negative answers carry it. */
export const NEGATIVE_SOA = 'example.com. 300 SOA ns.example.com. hostmaster.example.com. 1 7200 900 1209600 300';
