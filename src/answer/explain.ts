import { displayName, MAX_NAME, nameToWire, parentOf, wireToName } from '../lib/dns-name.ts';
import { formatIp } from '../lib/ip-address.ts';
import { recordKey } from '../lib/keys.ts';
import { RCODE, rcodeName } from '../lib/rcode.ts';
import { RR_TYPE, typeName } from '../lib/rr-type.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Name } from '../model/zone.ts';
import type { Compiled } from './compile.ts';
import { explainShape, prefixText } from './explain-shape.ts';
import type { Place, PlannedZone } from './name-space.ts';
import { MAX_ALIASES } from './node-entries.ts';
import type { Shape } from './shape.ts';
import type { AnswerSource, Client, Reply } from './source.ts';

export interface ExplainInput {
  readonly compiled: Compiled;
  readonly states: EndpointStates;
  /** A look-up over the table that serves. */
  readonly source: AnswerSource;
  readonly name: Name;
  readonly type: number;
  /** 4 or 16 octets. */
  readonly client: Uint8Array;
  readonly prefixLength: number;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** Why a question is answered as it is: the answer itself comes from `source`, the reasons from the code that decided it. */
export function explain(input: ExplainInput): Explanation {
  const reply = ask(input);
  const path = [input.name, ...aliases(input)];
  const place = input.compiled.names.find(path.at(-1)!);
  const zone = place.zone ?? input.compiled.names.find(input.name).zone;
  const shape = shapeAt(place, input);
  const via = path.length > 1 ? `alias of ${displayName(path.at(-1)!)}, ` : '';
  const facts = {
    name: displayName(input.name),
    type: typeName(input.type),
    client: `${formatIp(input.client)}/${input.prefixLength}`,
    generation: input.source.generation,
    rcode: rcodeName(reply.rcode),
    zone: zone && displayName(zone.apex),
    scope: reply.scope,
    scopeReason: scopeReason(input, reply, shape),
  };
  if (!shape) return { ...facts, summary: via + summaryOf(place, reply, path.length > 1), ...NOTHING_STEERED };
  const steered = explainShape({ ...input, shape, zone: zone!, client: clientOf(input) });
  return { ...facts, summary: `${via}steered by ${facts.zone}: ${recordAt(place, shape)}${ratioAt(place, input)}`, ...steered };
}

/** What the scope says, for an operator. */
function scopeReason({ client, prefixLength }: ExplainInput, { scope, answers }: Reply, shape: Shape | undefined): string {
  if (scope > 0) return `${prefixText(client, scope)} is the largest block around the client that is answered alike`;
  if (!shape) return 'nothing looks at the client: the answer holds for everybody';
  if (!shape.record.clientSubnet) return 'ecs: ignore: the resolver counts, and its answer holds for everybody behind it';
  if (shape.classing !== undefined && prefixLength === 0) return 'without a client subnet the resolver counts';
  if (answers === 0) return 'caches keep an answer without records for everybody (RFC 7871 section 7.4)';
  return 'the answer holds for everybody';
}

const NOTHING_STEERED = {
  location: undefined,
  locationPrefix: undefined,
  steps: [],
  shares: [],
  ttlSeconds: undefined,
  ttlLeastSeconds: undefined,
  ttlReason: undefined,
};

/** The aliases that lead from the name asked for to where the answer is. */
function aliases({ compiled, name, type }: ExplainInput): Name[] {
  const found: Name[] = [];
  let at = name;
  while (type !== RR_TYPE.CNAME && type !== RR_TYPE.ANY && found.length <= MAX_ALIASES) {
    const target = aliasTarget(at, compiled.names.find(at));
    if (target === undefined) break;
    at = target;
    found.push(at);
  }
  return found;
}

/** Where an alias at a name leads, be it written down or made of a DNAME; undefined where there is none. */
function aliasTarget(name: Name, place: Place): Name | undefined {
  if (place.kind === 'elsewhere' && place.because === 'dname') return dnameTarget(name, place.zone);
  const alias = place.kind === 'node' ? place.node.sets.get(RR_TYPE.CNAME) : undefined;
  return alias && wireToName(alias.rdata[0]!);
}

/** The name that a DNAME above `name` makes of it (RFC 6672 section 2.2); undefined where that would be too long. */
function dnameTarget(name: Name, { nodes }: PlannedZone): Name | undefined {
  let owner = parentOf(name)!;
  while (!nodes.get(owner)?.sets.has(RR_TYPE.DNAME) || nodes.get(owner)?.dname !== undefined) owner = parentOf(owner)!;
  const target = nodes.get(owner)!.sets.get(RR_TYPE.DNAME)!.rdata[0]!;
  const wire = nameToWire(name);
  const above = wire.subarray(0, wire.length - nameToWire(owner).length);
  return above.length + target.length > MAX_NAME ? undefined : wireToName(Uint8Array.from([...above, ...target]));
}

function shapeAt(place: Place, { compiled, type }: ExplainInput): Shape | undefined {
  if (place.kind !== 'node') return undefined;
  const steered = place.zone.steered.get(place.node.name);
  const any = type === RR_TYPE.ANY ? (steered?.get(RR_TYPE.A) ?? steered?.get(RR_TYPE.AAAA)) : undefined;
  const set = steered?.get(type) ?? steered?.get(RR_TYPE.CNAME) ?? any;
  return set === undefined ? undefined : compiled.shapes[set];
}

/** Record sets that steer alike share a shape: the record is the one asked for, not the shape's own. */
function recordAt(place: Place, shape: Shape): string {
  const owner = place.kind === 'node' ? place.node.name : undefined;
  return shape.scene.steering.records.find(record => record.owner === owner)?.label ?? shape.record.label;
}

/** Whose ratio lies over the tree of the file; nothing where none does. */
function ratioAt(place: Place, { compiled }: ExplainInput): string {
  const ratio = place.kind === 'node' ? compiled.laid.ratios.get(recordKey(place.zone.apex, place.node.name)) : undefined;
  if (!ratio) return '';
  const { author, reason } = ratio.intent;
  return `, with the ratio of ${reason === '' ? author : `${author} (${reason})`}`;
}

function summaryOf(place: Place, reply: Reply, isAlias: boolean): string {
  if (place.kind === 'missing') return 'no such name';
  if (place.kind === 'elsewhere') {
    if (place.because === 'dname')
      return reply.rcode === RCODE.YXDOMAIN ? 'below a DNAME, and too long for it' : 'an alias made of a DNAME';
    if (isAlias) return place.because === 'delegated' ? 'which is delegated: a referral' : 'which is not ours to answer';
    if (!reply.authoritative) return place.because === 'delegated' ? 'delegated: a referral' : 'in none of our zones';
  }
  return reply.answers > 0 ? 'static record set' : 'the name has no records of this type';
}

function clientOf({ client, prefixLength }: ExplainInput): Client {
  const address = new Uint8Array(16);
  address.set(client);
  const family = client.length === 4 ? 4 : 6;
  // The client stands for its resolver as well: nobody else is known.
  // Without a single bit it tells nothing of the client (RFC 7871 section 7.1.2).
  return { family, address, prefixLength, isSubnet: prefixLength > 0, stream: false, sender: { family, address } };
}

function ask(input: ExplainInput): Reply {
  const { source, name, type } = input;
  const reply: Reply = { rcode: 0, authoritative: false, answers: 0, authorities: 0, additionals: 0, end: 0, truncated: false, scope: 0 };
  const wire = nameToWire(name);
  const message = new Uint8Array(12 + wire.length + 4);
  message.set(wire, 12);
  const question = { message, nameAt: 12, nameLength: wire.length, type };
  const out = new Uint8Array(0xffff);
  source.resolve(question, clientOf(input), reply, out, message.length, out.length);
  return reply;
}
