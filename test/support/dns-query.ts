import { type default as DNS, Packet } from 'dns2';
import { parseIp } from '../../src/lib/ip-address.ts';
import { parseType } from '../../src/lib/rr-type.ts';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { askOnce } from '../responder/ask-responder.ts';
import { queryBytes, subnetData } from '../responder/query-bytes.ts';

export interface QuestionSettings {
  /** A mnemonic or `TYPE123`; A where left out. */
  readonly type?: string;
  readonly transport?: 'udp' | 'tcp';
  /** A prefix that is sent as the client subnet (RFC 7871). */
  readonly client?: string;
  /** Whether to ask for recursion, as one does of a resolver. */
  readonly recursive?: boolean;
}

/** An answer, with the types and codes that tests look at. */
export interface DnsAnswer {
  readonly packet: Packet;
  readonly rcode: number;
  /** Of all A and AAAA records of the answer section, as they came. */
  readonly addresses: readonly string[];
  /** Of the first record of the answer section. */
  readonly ttl: number | undefined;
  /** The client subnet that came back: its prefix lengths. */
  readonly subnet: { readonly source: number; readonly scope: number } | undefined;
}

const RECURSION_DESIRED = 0x0100;

/** Asks one question with EDNS over a socket of its own; rejects when no answer comes within five seconds. */
export async function askDns(at: SocketAddress, name: string, settings: QuestionSettings = {}): Promise<DnsAnswer> {
  const query = question(name, settings);
  const octets = Buffer.from(await askOnce({ ...at, transport: settings.transport ?? 'udp' }, query));
  if (octets[0] !== query[0] || octets[1] !== query[1]) throw new Error('the answer has another ID than the question');
  return readAnswer(octets);
}

/** The octets of a question with EDNS and a random ID. */
export function question(name: string, { type = 'A', client, recursive = false }: QuestionSettings = {}): Uint8Array {
  const number = parseType(type);
  if (number === undefined) throw new Error(`no record type ${type}`);
  const options = client === undefined ? [] : [[8, subnetOption(client)] as const];
  return queryBytes(`${name}.`, { id: Packet.uuid(), flags: recursive ? RECURSION_DESIRED : 0, type: number, edns: { options } });
}

/** Reads an answer; throws where any record of it cannot be decoded. */
export function readAnswer(octets: Buffer): DnsAnswer {
  const packet = Packet.parse(octets);
  if (packet.errors.length > 0) throw new AggregateError(packet.errors, 'records that cannot be decoded');
  const options = packet.additionals.find(({ type }) => type === Packet.TYPE.EDNS)?.rdata ?? [];
  const subnet = options.find((option): option is DNS.Packet.EcsOption => option.ednsCode === Packet.EDNS_OPTION_CODE.ECS);
  return {
    packet,
    rcode: packet.header.rcode,
    addresses: packet.answers.flatMap(({ address }) => address ?? []),
    ttl: packet.answers[0]?.ttl,
    subnet: subnet && { source: subnet.sourcePrefixLength, scope: subnet.scopePrefixLength },
  };
}

function subnetOption(prefix: string): number[] {
  const [text = '', length = ''] = prefix.split('/');
  const octets = parseIp(text);
  if (!octets) throw new Error(`no prefix: ${prefix}`);
  return subnetData(octets.length === 4 ? 1 : 2, Number(length), 0, ...octets.subarray(0, Math.ceil(Number(length) / 8)));
}
