import { nameToWire, parentOf, wireToName } from '../lib/dns-name.ts';
import { RCODE } from '../lib/rcode.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet, ZoneNode } from '../model/zone.ts';
import { addGlue, addTargets, hasTargets } from './additional.ts';
import type { NameSpace, Place, PlannedZone } from './name-space.ts';
import { negativeTtl } from './negative.ts';
import { FALLBACK } from './table.ts';
import { isCompressible, plainTemplate, type Template, TemplateWriter } from './template.ts';

/** What one type of one name answers: a template, then the decision of a record set, or `empty` where that has no record. */
export interface Entry {
  readonly type: number;
  readonly template?: Template;
  readonly set?: number;
  /**
   * The pointer constant of the decision's owner; undefined: the name asked for. Without a set, that of the name which is looked for next;
   * undefined: the answer ends there.
   */
  readonly owner?: number;
  readonly empty?: Template;
}

/** RFC 1034 section 3.6.2 warns of loops; resolvers give up after about as many aliases: how many are followed behind the first. */
export const MAX_ALIASES = 8;

/** Types first to be given for ANY (RFC 8482 section 4.1): what most people want to see. */
const ANY_ORDER: readonly number[] = [RR_TYPE.A, RR_TYPE.AAAA, RR_TYPE.CNAME, RR_TYPE.MX, RR_TYPE.TXT];

/** The entries of an authoritative node; `negative` is its zone's. The first one also answers ANY. */
export function entriesOf(zone: PlannedZone, node: ZoneNode, names: NameSpace, negative: Template): Entry[] {
  const alias = node.sets.get(RR_TYPE.CNAME);
  if (alias) return aliasEntries(zone, node, alias, names);
  const steered = zone.steered.get(node.name);
  const entries: Entry[] = steered ? [...steered].map(([type, set]) => ({ type, set, empty: negative })) : [];
  const host = steered?.get(RR_TYPE.CNAME);
  if (host !== undefined) return [...entries, { type: FALLBACK, set: host, empty: negative }];
  for (const set of node.sets.values()) {
    if (!steered?.has(set.type)) entries.push({ type: set.type, template: ownTemplate(zone, node.name, set) });
  }
  return entries.length < 2 ? entries : entries.sort((a, b) => anyRank(a.type) - anyRank(b.type));
}

function ownTemplate(zone: PlannedZone, owner: Name, set: RecordSet): Template {
  if (!isCompressible(set.type) && !hasTargets(set.type)) return plainTemplate(set);
  const writer = writerFor(owner);
  writer.add('answers', undefined, set);
  addTargets(writer, zone, set);
  return writer.finish();
}

/** Wildcards answer for the names below their parent (RFC 4592): those do not end in the wildcard's own name. */
function writerFor(owner: Name): TemplateWriter {
  return new TemplateWriter(nameToWire(owner.startsWith('*.') ? parentOf(owner)! : owner));
}

/** An alias answers its own type as it is, and every other one with what its target has (RFC 1034 section 3.6.2). */
function aliasEntries(zone: PlannedZone, node: ZoneNode, alias: RecordSet, names: NameSpace): Entry[] {
  const chain = follow(alias, names);
  const own = { type: RR_TYPE.CNAME, template: ownTemplate(zone, node.name, alias) };
  return [own, ...targetEntries(chain, new ChainWriter(node.name, chain))];
}

/** Writes the aliases of a chain, as often as there are types behind it. */
class ChainWriter {
  readonly #owner: Name;
  readonly #chain: Chain;

  constructor(owner: Name, chain: Chain) {
    this.#owner = owner;
    this.#chain = chain;
  }

  begin(): TemplateWriter {
    const writer = writerFor(this.#owner);
    for (const { owner, set } of this.#chain.links) writer.add('answers', owner, set);
    return writer;
  }

  /** The chain alone; its target is looked for when the query comes. */
  open(type: number): Entry {
    const writer = writerFor(this.#owner);
    const last = this.#chain.links.at(-1)!;
    for (const { owner, set } of this.#chain.links.slice(0, -1)) writer.add('answers', owner, set);
    const owner = writer.addOpenAlias(last.owner, last.set);
    return { type, template: writer.finish(), owner };
  }
}

function targetEntries({ target, end }: Chain, chain: ChainWriter): Entry[] {
  if (end.kind === 'elsewhere') {
    const isOurs = end.because === 'dname' || end.because === 'delegated';
    return [isOurs ? chain.open(FALLBACK) : { type: FALLBACK, template: chain.begin().finish() }];
  }
  const missing = () => withSoa(chain.begin(), end.zone).finish(end.kind === 'missing' ? RCODE.NXDOMAIN : RCODE.NOERROR);
  const fallback: Entry = { type: FALLBACK, template: missing() };
  if (end.kind === 'missing') return [fallback];
  const steered = end.zone.steered.get(end.node.name);
  const entries: Entry[] = [...(steered ?? [])].map(([type, set]) => {
    const writer = chain.begin();
    const owner = writer.constantOf(nameToWire(target));
    const all = { template: writer.finish(), set, empty: missing(), ...(owner === undefined ? {} : { owner }) };
    return { type: type === RR_TYPE.CNAME ? FALLBACK : type, ...all };
  });
  if (steered?.has(RR_TYPE.CNAME)) return entries;
  // DS of a zone's own name belongs to the zone above (RFC 4035 section 3.1.4.1).
  if (end.node.name === end.zone.apex) entries.push(chain.open(RR_TYPE.DS));
  for (const set of end.node.sets.values()) {
    if (steered?.has(set.type)) continue;
    const writer = chain.begin();
    writer.add('answers', nameToWire(target), set);
    addTargets(writer, end.zone, set);
    entries.push({ type: set.type, template: writer.finish() });
  }
  return [...entries, fallback];
}

interface Chain {
  /** The aliases with their owners; the first one's is the name asked for. */
  readonly links: readonly Link[];
  readonly target: Name;
  readonly end: Place;
}

interface Link {
  readonly owner: Uint8Array | undefined;
  readonly set: RecordSet;
}

function follow(alias: RecordSet, names: NameSpace): Chain {
  const links: Link[] = [{ owner: undefined, set: alias }];
  const seen = new Set<Name>([alias.owner]);
  let target = wireToName(alias.rdata[0]!);
  for (;;) {
    const end = names.find(target);
    const next = end.kind === 'node' ? end.node.sets.get(RR_TYPE.CNAME) : undefined;
    if (!next || end.kind !== 'node') return { links, target, end };
    // A loop, or a chain beyond reason: give what there is and let the resolver decide.
    if (seen.has(target) || links.length > MAX_ALIASES) return { links, target, end: { kind: 'elsewhere', because: 'loop' } };
    seen.add(target);
    links.push({ owner: nameToWire(target), set: next });
    target = wireToName(next.rdata[0]!);
  }
}

/** Says that a zone has no such record, and for how long (RFC 2308 section 2). */
export function withSoa(writer: TemplateWriter, { apex, soa }: PlannedZone): TemplateWriter {
  writer.add('authorities', nameToWire(apex), soa, negativeTtl(soa));
  return writer;
}

/** The template for names and types that a zone does not have. */
export function negativeTemplate(zone: PlannedZone): Template {
  return withSoa(new TemplateWriter(nameToWire(zone.apex)), zone).finish();
}

/** A referral: the delegation's name servers and the addresses of theirs that the zone knows (RFC 1034 section 4.3.2 step 3b, RFC 9471). */
export function referralTemplate(zone: PlannedZone, cut: Name): Template {
  const writer = new TemplateWriter(nameToWire(cut));
  const servers = zone.nodes.get(cut)!.sets.get(RR_TYPE.NS)!;
  writer.add('authorities', nameToWire(cut), servers);
  addGlue(writer, zone, servers);
  return writer.finish();
}

/** What a DNAME gives before the alias that is made of it (RFC 6672 section 3.1). */
export function dnameTemplate(set: RecordSet): Template {
  const owner = nameToWire(set.owner);
  const writer = new TemplateWriter(owner);
  writer.add('answers', owner, set);
  return writer.finish();
}

function anyRank(type: number): number {
  const rank = ANY_ORDER.indexOf(type);
  return rank === -1 ? ANY_ORDER.length : rank;
}
