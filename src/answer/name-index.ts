import { isWithin, nameToWire, parentOf, wireToName } from '../lib/dns-name.ts';
import { type Growable, growableHalves, growableOctets, growableWords } from '../lib/growable.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Name } from '../model/zone.ts';
import type { ZoneNode } from '../zone/tree.ts';
import { hashName } from './name-hash.ts';
import type { NameSpace, PlannedZone } from './name-space.ts';
import { dnameTemplate, type Entry, entriesOf, negativeTemplate, referralTemplate } from './node-entries.ts';
import { APEX, DELEGATION, ENTRY, type NameIndex, NODE, POINTER_BIAS, TEMPLATE } from './table.ts';
import type { Template } from './template.ts';

/** Builds the index of all names of all zones. */
export function buildNameIndex(names: NameSpace): NameIndex {
  const builder = new Builder();
  // A zone comes before those below it, so that the child's apex finds the parent's side of the cut.
  const zones = [...names.zones.values()].sort((a, b) => a.tree.apex.length - b.tree.apex.length);
  for (const zone of zones) builder.addZone(zone, names);
  return builder.finish();
}

/** The nodes that a query can reach: none below a DNAME (RFC 6672 section 2.4), none that a zone of ours below this one answers. */
function visibleNodes(zone: PlannedZone, names: NameSpace): readonly ZoneNode[] {
  const { apex, nodes } = zone.tree;
  const below = [...names.zones.keys()].filter(other => other !== apex && isWithin(other, apex));
  const hidden = (node: ZoneNode) => node.dname !== undefined || below.some(child => node.name !== child && isWithin(node.name, child));
  return [...nodes.values()].filter(node => !hidden(node));
}

class Builder {
  readonly #nodes = growableWords();
  readonly #entries = growableWords();
  readonly #templates = growableWords();
  readonly #fixups = growableHalves();
  readonly #bytes: Growable<Uint8Array> = growableOctets();
  readonly #templateIds = new Map<Template, number>();
  /** The node that answers for a name: of the zone below where two zones meet. */
  readonly #answering = new Map<Name, number>();

  addZone(zone: PlannedZone, names: NameSpace): void {
    const negative = negativeTemplate(zone);
    const referrals = new Map<Name, Template>();
    const own = new Map<Name, number>();
    const nodes = visibleNodes(zone, names);
    for (const node of nodes) own.set(node.name, this.#addNode(node));
    for (const node of nodes) {
      const id = own.get(node.name)!;
      this.#set(id, NODE.NEGATIVE, this.#template(negative));
      if (node.cut !== undefined) this.#refer(id, node, zone, referrals);
      else this.#answer(id, node, entriesOf(zone, node, names, negative));
      const encloser = node.name.startsWith('*.') ? own.get(parentOf(node.name)!) : undefined;
      if (encloser !== undefined) this.#set(encloser, NODE.WILDCARD, id + 1);
    }
    this.#set(own.get(zone.tree.apex)!, NODE.CUT, APEX);
    const parentSide = this.#answering.get(zone.tree.apex);
    if (parentSide !== undefined) this.#set(own.get(zone.tree.apex)!, NODE.PARENT_SIDE, parentSide + 1);
    for (const [name, id] of own) this.#answering.set(name, id);
  }

  finish(): NameIndex {
    let capacity = 16;
    while (capacity < 2 * this.#answering.size) capacity *= 2;
    const slots = new Uint32Array(new SharedArrayBuffer(4 * capacity));
    for (const id of this.#answering.values()) {
      let slot = this.#nodes.get(id * NODE.WIDTH + NODE.HASH) & (capacity - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      slots[slot] = id + 1;
    }
    return {
      slots,
      nodes: this.#nodes.toShared(),
      entries: this.#entries.toShared(),
      templates: this.#templates.toShared(),
      fixups: this.#fixups.toShared(),
      bytes: this.#bytes.toShared(),
    };
  }

  #addNode(node: ZoneNode): number {
    const wire = nameToWire(node.name);
    const row = new Array<number>(NODE.WIDTH).fill(0);
    row[NODE.HASH] = hashName(wire) >>> 0;
    row[NODE.NAME] = this.#bytes.append(wire);
    row[NODE.NAME_LENGTH] = wire.length;
    return this.#nodes.append(row) / NODE.WIDTH;
  }

  #set(node: number, column: number, value: number): void {
    this.#nodes.set(node * NODE.WIDTH + column, value);
  }

  /** At or below a delegation: only DS at the delegation itself is ours to answer (RFC 3658 section 2.2.1.1). */
  #refer(id: number, node: ZoneNode, zone: PlannedZone, referrals: Map<Name, Template>): void {
    const cut = node.cut!;
    const referral = referrals.get(cut) ?? referralTemplate(zone, cut);
    referrals.set(cut, referral);
    this.#set(id, NODE.REFERRAL, this.#template(referral));
    if (node.name !== cut) return;
    this.#set(id, NODE.CUT, DELEGATION);
    const ds = node.sets.get(RR_TYPE.DS);
    if (ds) this.#set(id, NODE.ENTRIES, this.#list([{ type: RR_TYPE.DS, template: dnameTemplate(ds) }]));
  }

  #answer(id: number, node: ZoneNode, entries: readonly Entry[]): void {
    if (entries.length > 0) this.#set(id, NODE.ENTRIES, this.#list(entries));
    const dname = node.sets.get(RR_TYPE.DNAME);
    if (!dname) return;
    this.#set(id, NODE.DNAME, this.#template(dnameTemplate(dname)));
    this.#set(id, NODE.DNAME_TARGET, this.#bytes.append(nameToWire(wireToName(dname.rdata[0]!))));
  }

  #list(entries: readonly Entry[]): number {
    const rows = entries.flatMap(entry => this.#row(entry));
    return this.#entries.append([entries.length, ...rows]) + 1;
  }

  #row({ type, template, set, owner, empty }: Entry): number[] {
    const row = new Array<number>(ENTRY.WIDTH).fill(0);
    row[ENTRY.TYPE] = type;
    row[ENTRY.TEMPLATE] = template ? this.#template(template) : 0;
    row[ENTRY.SET] = set === undefined ? 0 : set + 1;
    row[ENTRY.OWNER] = owner === undefined ? 0 : owner + POINTER_BIAS;
    row[ENTRY.EMPTY] = empty ? this.#template(empty) : 0;
    return row;
  }

  /** The number + 1 of a template; each is stored once. */
  #template(template: Template): number {
    const known = this.#templateIds.get(template);
    if (known !== undefined) return known;
    const row = new Array<number>(TEMPLATE.WIDTH).fill(0);
    row[TEMPLATE.BYTES] = this.#bytes.append(template.bytes);
    row[TEMPLATE.LENGTH] = template.bytes.length;
    row[TEMPLATE.COUNTS] = template.answers + template.authorities * 0x10000;
    row[TEMPLATE.MORE] = template.additionals + template.rcode * 0x10000;
    row[TEMPLATE.FIXUPS] = this.#fixups.append(template.fixups);
    this.#fixups.append(template.owners);
    row[TEMPLATE.OWNER_COUNT] = template.owners.length;
    row[TEMPLATE.FIXUP_COUNT] = template.fixups.length;
    row[TEMPLATE.SOA_TTL] = template.soaTtlAt + 1;
    const id = this.#templates.append(row) / TEMPLATE.WIDTH + 1;
    this.#templateIds.set(template, id);
    return id;
  }
}
