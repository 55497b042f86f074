import { nameToWire, parentOf, wireToName } from '../lib/dns-name.ts';
import { RCODE } from '../lib/rcode.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, RecordSet, ZoneNode } from '../model/zone.ts';
import type { NameSpace, Place, PlannedZone } from './name-space.ts';
import { negativeTtl } from './negative.ts';
import { FALLBACK } from './table.ts';
import { isCompressible, plainTemplate, type Template, TemplateWriter } from './template.ts';

/** What one type of one name answers: a template, then the decision of a record set, or `empty` where that has no record. */
export interface Entry {
  readonly type: number;
  readonly template?: Template;
  readonly set?: number;
  /** The pointer constant of the decision's owner; undefined: the name asked for. */
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
  if (alias) return aliasEntries(node, alias, names);
  const steered = zone.steered.get(node.name);
  const entries: Entry[] = steered ? [...steered].map(([type, set]) => ({ type, set, empty: negative })) : [];
  const host = steered?.get(RR_TYPE.CNAME);
  if (host !== undefined) return [...entries, { type: FALLBACK, set: host, empty: negative }];
  for (const set of node.sets.values()) {
    if (!steered?.has(set.type)) entries.push({ type: set.type, template: ownTemplate(node.name, set) });
  }
  return entries.length < 2 ? entries : entries.sort((a, b) => anyRank(a.type) - anyRank(b.type));
}

function ownTemplate(owner: Name, set: RecordSet): Template {
  if (!isCompressible(set.type)) return plainTemplate(set);
  const writer = writerFor(owner);
  writer.add('answers', undefined, set);
  return writer.finish();
}

/** Wildcards answer for the names below their parent (RFC 4592): those do not end in the wildcard's own name. */
function writerFor(owner: Name): TemplateWriter {
  return new TemplateWriter(nameToWire(owner.startsWith('*.') ? parentOf(owner)! : owner));
}

/** An alias answers its own type as it is, and every other one with what its target has (RFC 1034 section 3.6.2). */
function aliasEntries(node: ZoneNode, alias: RecordSet, names: NameSpace): Entry[] {
  const chain = follow(alias, names);
  const begin = () => {
    const writer = writerFor(node.name);
    writer.add('answers', undefined, alias);
    for (const { owner, set } of chain.links) writer.add('answers', nameToWire(owner), set);
    return writer;
  };
  return [{ type: RR_TYPE.CNAME, template: ownTemplate(node.name, alias) }, ...targetEntries(chain.target, chain.end, begin)];
}

function targetEntries(target: Name, end: Place, begin: () => TemplateWriter): Entry[] {
  if (end.kind === 'elsewhere') return [{ type: FALLBACK, template: begin().finish() }];
  const missing = () => withSoa(begin(), end.zone).finish(end.kind === 'missing' ? RCODE.NXDOMAIN : RCODE.NOERROR);
  const fallback: Entry = { type: FALLBACK, template: missing() };
  if (end.kind === 'missing') return [fallback];
  const steered = end.zone.steered.get(end.node.name);
  const entries: Entry[] = [...(steered ?? [])].map(([type, set]) => {
    const writer = begin();
    const owner = writer.constantOf(nameToWire(target));
    const all = { template: writer.finish(), set, empty: missing(), ...(owner === undefined ? {} : { owner }) };
    return { type: type === RR_TYPE.CNAME ? FALLBACK : type, ...all };
  });
  if (steered?.has(RR_TYPE.CNAME)) return entries;
  // DS of a zone's own name belongs to the zone above (RFC 4035 section 3.1.4.1): another query tells.
  if (end.node.name === end.zone.apex) entries.push({ type: RR_TYPE.DS, template: begin().finish() });
  for (const set of end.node.sets.values()) {
    if (steered?.has(set.type)) continue;
    const writer = begin();
    writer.add('answers', nameToWire(target), set);
    entries.push({ type: set.type, template: writer.finish() });
  }
  return [...entries, fallback];
}

interface Chain {
  /** The aliases behind the first. */
  readonly links: readonly { readonly owner: Name; readonly set: RecordSet }[];
  readonly target: Name;
  readonly end: Place;
}

function follow(alias: RecordSet, names: NameSpace): Chain {
  const links: { owner: Name; set: RecordSet }[] = [];
  const seen = new Set<Name>([alias.owner]);
  let target = wireToName(alias.rdata[0]!);
  for (;;) {
    const end = names.find(target);
    const next = end.kind === 'node' ? end.node.sets.get(RR_TYPE.CNAME) : undefined;
    if (!next || end.kind !== 'node') return { links, target, end };
    // A loop, or a chain beyond reason: give what there is and let the resolver decide.
    if (seen.has(target) || links.length === MAX_ALIASES) return { links, target, end: { kind: 'elsewhere', because: 'loop' } };
    seen.add(target);
    links.push({ owner: target, set: next });
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

/** A referral: the delegation's name servers and all addresses of theirs that the zone knows (RFC 1034 section 4.3.2, RFC 9471). */
export function referralTemplate(zone: PlannedZone, cut: Name): Template {
  const { nodes } = zone;
  const writer = new TemplateWriter(nameToWire(cut));
  const servers = nodes.get(cut)!.sets.get(RR_TYPE.NS)!;
  writer.add('authorities', nameToWire(cut), servers);
  for (const server of new Set(servers.rdata.map(rdata => wireToName(rdata)))) {
    for (const type of [RR_TYPE.A, RR_TYPE.AAAA]) {
      const glue = nodes.get(server)?.sets.get(type);
      if (glue) writer.add('additionals', nameToWire(server), glue);
    }
  }
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
