import { lookUp, type Match } from '../geo/prefix-table.ts';
import { displayName, nameToWire, wireToName } from '../lib/dns-name.ts';
import { formatIp } from '../lib/ip-address.ts';
import { rcodeName } from '../lib/rcode.ts';
import { RR_TYPE, typeName } from '../lib/rr-type.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { ExplainedShare, ExplainedStep, Explanation } from '../model/explanation.ts';
import type { Location } from '../model/location.ts';
import type { Name } from '../model/zone.ts';
import type { Decision } from '../steering/decide.ts';
import { type Compiled, decideShape, ttlOf } from './compile.ts';
import { optionsOf } from './decision-writer.ts';
import type { Place } from './name-space.ts';
import type { Shape } from './shape.ts';
import type { AnswerSource, Reply } from './source.ts';

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
}

/** Why a question is answered as it is: the answer itself comes from `source`, the reasons from the code that decided it. */
export function explain(input: ExplainInput): Explanation {
  const reply = ask(input);
  const path = [input.name, ...aliases(input)];
  const place = input.compiled.names.find(path.at(-1)!);
  const shape = shapeAt(place, input);
  const via = path.length > 1 ? `alias of ${displayName(path.at(-1)!)}, ` : '';
  const facts = {
    name: displayName(input.name),
    type: typeName(input.type),
    client: `${formatIp(input.client)}/${input.prefixLength}`,
    generation: input.source.generation,
    rcode: rcodeName(reply.rcode),
    zone: place.kind === 'elsewhere' ? undefined : displayName(place.zone.tree.apex),
    scope: reply.scope,
  };
  if (!shape) return { ...facts, summary: via + summaryOf(place, reply), ...NOTHING_STEERED };
  const zone = displayName(shape.zone);
  return { ...facts, summary: `${via}steered by ${zone}: ${recordAt(place, shape)}`, ...explainShape(shape, input) };
}

const NOTHING_STEERED = { location: undefined, steps: [], shares: [], ttlSeconds: undefined, ttlReason: undefined };

type Steered = Pick<Explanation, 'location' | 'steps' | 'shares' | 'ttlSeconds' | 'ttlReason'>;

function explainShape(shape: Shape, { compiled, states, client }: ExplainInput): Steered {
  const { location, clientClass } = classOf(shape, compiled, client);
  const steps: ExplainedStep[] = [];
  const decision = decideShape(shape, clientClass, states, steps);
  const ttl = ttlOf(shape, states);
  return { location, steps, shares: sharesOf(decision), ttlSeconds: ttl.seconds, ttlReason: ttl.reason };
}

/** The location that was found for the client, and the client class it makes. */
function classOf(
  { classMap }: Shape,
  { table, locations }: Compiled,
  client: Uint8Array,
): { location: Location | undefined; clientClass: number } {
  if (classMap === undefined || !table.prefixes) return { location: undefined, clientClass: 0 };
  const match: Match = { location: 0, prefixLength: 0 };
  lookUp(table.prefixes, client.length === 4 ? 4 : 6, client, match);
  return { location: locations.locations[match.location], clientClass: table.classMaps[classMap]![match.location]! };
}

function sharesOf(decision: Decision): ExplainedShare[] {
  if (decision.kind !== 'answer') return [];
  return optionsOf(decision.outcome).map(({ share, draw }) => ({
    pool: draw.pool.name,
    endpoints: draw.members.map(({ endpoint }) => endpoint.name),
    addresses: draw.members.map(({ endpoint }) => endpoint.address.text),
    share,
  }));
}

/** The aliases that lead from the name asked for to where the answer is. */
function aliases({ compiled, name, type }: ExplainInput): Name[] {
  const found: Name[] = [];
  let at = name;
  while (type !== RR_TYPE.CNAME && type !== RR_TYPE.ANY && found.length < 16) {
    const place = compiled.names.find(at);
    const alias = place.kind === 'node' ? place.node.sets.get(RR_TYPE.CNAME) : undefined;
    if (!alias) break;
    at = wireToName(alias.rdata[0]!);
    found.push(at);
  }
  return found;
}

function shapeAt(place: Place, { compiled, type }: ExplainInput): Shape | undefined {
  if (place.kind !== 'node') return undefined;
  const steered = place.zone.steered.get(place.node.name);
  const any = type === RR_TYPE.ANY ? steered?.values().next().value : undefined;
  const set = steered?.get(type) ?? steered?.get(RR_TYPE.CNAME) ?? any;
  return set === undefined ? undefined : compiled.shapes[set];
}

/** Record sets that steer alike share a shape: the record is the one asked for, not the shape's own. */
function recordAt(place: Place, shape: Shape): string {
  const owner = place.kind === 'node' ? place.node.name : undefined;
  return shape.scene.steering.records.find(record => record.owner === owner)?.label ?? shape.record.label;
}

function summaryOf(place: Place, reply: Reply): string {
  if (place.kind === 'missing') return 'no such name';
  if (place.kind === 'node') return reply.answers > 0 ? 'static record set' : 'the name has no records of this type';
  if (reply.authorities > 0) return 'delegated: a referral';
  return reply.answers > 0 ? 'an alias to a name that is not ours to answer' : 'in none of our zones';
}

function ask({ source, name, type, client, prefixLength }: ExplainInput): Reply {
  const reply: Reply = { rcode: 0, authoritative: false, answers: 0, authorities: 0, additionals: 0, end: 0, truncated: false, scope: 0 };
  const wire = nameToWire(name);
  const message = new Uint8Array(12 + wire.length + 4);
  message.set(wire, 12);
  const address = new Uint8Array(16);
  address.set(client);
  const question = { message, nameAt: 12, nameLength: wire.length, type };
  const out = new Uint8Array(0xffff);
  source.resolve(question, { family: client.length === 4 ? 4 : 6, address, prefixLength }, reply, out, message.length, out.length);
  return reply;
}
