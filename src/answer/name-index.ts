import { isWithin, nameToWire, parentOf, wireToName } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name, ZoneNode } from '../model/zone.ts';
import { IndexArena } from './index-arena.ts';
import type { NameSpace, PlannedZone } from './name-space.ts';
import { dnameTemplate, entriesOf, negativeTemplate, referralTemplate } from './node-entries.ts';
import { APEX, DELEGATION, type NameIndex, NODE } from './table.ts';
import { plainTemplate, type Template } from './template.ts';

/** Builds the index of all names of all zones. */
export function buildNameIndex(names: NameSpace): NameIndex {
  const builder = new Builder(names);
  // A zone comes before those below it, so that the child's apex finds the parent's side of the cut.
  const zones = [...names.zones.values()].map((zone, number) => ({ zone, number })).sort((a, b) => a.zone.apex.length - b.zone.apex.length);
  for (const { zone, number } of zones) builder.addZone(zone, number);
  return builder.finish();
}

/** The nodes that a query can reach: none below a DNAME (RFC 6672 section 2.4), none that a zone of ours below this one answers. */
function* visibleNodes({ apex, nodes }: PlannedZone, names: NameSpace): Iterable<ZoneNode> {
  const below = [...names.zones.keys()].filter(other => other !== apex && isWithin(other, apex));
  const hidden = (node: ZoneNode) => node.dname !== undefined || below.some(child => node.name !== child && isWithin(node.name, child));
  for (const node of nodes.values()) if (!hidden(node)) yield node;
}

/** The names right above wildcards: the nodes that must find their wildcard. */
function enclosersOf({ nodes }: PlannedZone): ReadonlySet<Name> {
  const enclosers = new Set<Name>();
  for (const name of nodes.keys()) if (name.startsWith('*.')) enclosers.add(parentOf(name)!);
  return enclosers;
}

class Builder {
  readonly #names: NameSpace;
  readonly #arena = new IndexArena();
  /** Where a zone of ours begins below another: the node in the zone above. */
  readonly #parentSides = new Map<Name, number>();

  constructor(names: NameSpace) {
    this.#names = names;
  }

  addZone(zone: PlannedZone, number: number): void {
    const parts: ZoneParts = {
      zone,
      number,
      negative: negativeTemplate(zone),
      referrals: new Map(),
      enclosers: enclosersOf(zone),
      enclosing: new Map(),
    };
    // A tree gives a node after the one above it.
    for (const node of visibleNodes(zone, this.#names)) this.#addNode(node, parts);
  }

  finish(): NameIndex {
    return this.#arena.finish(new Set(this.#parentSides.values()));
  }

  #addNode(node: ZoneNode, parts: ZoneParts): void {
    const arena = this.#arena;
    const id = arena.addNode(nameToWire(node.name));
    arena.set(id, NODE.ZONE, parts.number);
    arena.set(id, NODE.NEGATIVE, arena.shareTemplate(parts.negative));
    if (node.cut !== undefined) this.#refer(id, node, node.cut, parts);
    else this.#answer(id, node, parts);
    if (node.name === parts.zone.apex) this.#markApex(id, node.name);
    else if (this.#names.zones.has(node.name)) this.#parentSides.set(node.name, id);
    if (parts.enclosers.has(node.name)) parts.enclosing.set(node.name, id);
    const encloser = node.name.startsWith('*.') ? parts.enclosing.get(parentOf(node.name)!) : undefined;
    if (encloser !== undefined) arena.set(encloser, NODE.WILDCARD, id + 1);
  }

  #markApex(id: number, apex: Name): void {
    const parentSide = this.#parentSides.get(apex);
    this.#arena.set(id, NODE.CUT, APEX);
    if (parentSide !== undefined) this.#arena.set(id, NODE.PARENT_SIDE, parentSide + 1);
  }

  /** At or below a delegation: only DS at the delegation itself is ours to answer (RFC 3658 section 2.2.1.1). */
  #refer(id: number, node: ZoneNode, cut: Name, { zone, referrals }: ZoneParts): void {
    const referral = referrals.get(cut) ?? referralTemplate(zone, cut);
    referrals.set(cut, referral);
    this.#arena.set(id, NODE.REFERRAL, this.#arena.shareTemplate(referral));
    if (node.name !== cut) return;
    this.#arena.set(id, NODE.CUT, DELEGATION);
    const ds = node.sets.get(RR_TYPE.DS);
    if (ds) this.#arena.set(id, NODE.ENTRIES, this.#arena.addEntries([{ type: RR_TYPE.DS, template: plainTemplate(ds) }]));
  }

  #answer(id: number, node: ZoneNode, { zone, negative }: ZoneParts): void {
    const arena = this.#arena;
    const entries = entriesOf(zone, node, this.#names, negative);
    if (entries.length > 0) arena.set(id, NODE.ENTRIES, arena.addEntries(entries));
    const dname = node.sets.get(RR_TYPE.DNAME);
    if (!dname) return;
    arena.set(id, NODE.DNAME, arena.addTemplate(dnameTemplate(dname)));
    arena.set(id, NODE.DNAME_TARGET, arena.addOctets(nameToWire(wireToName(dname.rdata[0]!))));
  }
}

/** What the nodes of one zone have in common while they are added. */
interface ZoneParts {
  readonly zone: PlannedZone;
  /** In the order in which zones were compiled. */
  readonly number: number;
  readonly negative: Template;
  readonly referrals: Map<Name, Template>;
  readonly enclosers: ReadonlySet<Name>;
  /** The numbers of the nodes that `enclosers` names. */
  readonly enclosing: Map<Name, number>;
}
