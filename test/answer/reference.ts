import { isWithin, parentOf, wireToName } from '../../src/lib/dns-name.ts';
import { RR_TYPE } from '../../src/lib/rr-type.ts';
import type { DeclaredZone } from '../../src/model/declared.ts';
import type { Name, RecordSet } from '../../src/model/zone.ts';

/** What the reference answers: record sets, with the name that each is answered under. */
export interface Expected {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  readonly authoritative: boolean;
  readonly answers: readonly Found[];
  /** The SOA of this zone says no, or these name servers are referred to. */
  readonly soaOf?: Name;
  readonly referral?: RecordSet;
  readonly glue: readonly RecordSet[];
  /** Aliases lead in a circle, or on and on: how much of that is told is free. */
  readonly endless?: true;
}

export interface Found {
  readonly owner: Name;
  readonly set: RecordSet;
}

type End = Omit<Expected, 'answers' | 'endless'>;

/** As many aliases are followed in any case, and no more than so many by anybody. */
const REASONABLE = 8;
const ENDLESS = 40;

/**
 * Answers by the letter of RFC 1034 section 4.3.2, RFC 4592 section 3.3 and RFC 6672 section 3.2, walking down from the apex label by label
 * over plain lists. Aliases are followed as far as our zones tell, a referral included.
 */
export function referenceAnswer(zones: readonly DeclaredZone[], qname: Name, type: number): Expected {
  const answers: Found[] = [];
  const asked = new Set<Name>();
  for (let name = qname; ; ) {
    asked.add(name);
    const step = stepFor(zones, name, type);
    if (asked.size > 1 && step.end.rcode === 'REFUSED') return { ...PLAIN, answers };
    answers.push(...step.answers);
    const isOver = step.alias === undefined || (type === RR_TYPE.CNAME && step.answers.length > 1);
    const end = asked.size > 1 ? { ...step.end, authoritative: true } : step.end;
    if (isOver) return { ...end, answers, ...(asked.size > REASONABLE ? { endless: true } : {}) };
    name = wireToName(step.alias.rdata[0]!);
    if (asked.has(name) || asked.size > ENDLESS) return { ...PLAIN, answers, endless: true };
  }
}

const PLAIN: End = { rcode: 'NOERROR', authoritative: true, glue: [] };

interface Step {
  readonly answers: readonly Found[];
  readonly alias?: RecordSet;
  readonly end: End;
}

/** Step 2: the zone that is the nearest ancestor; for DS at a zone's own name the one above (RFC 4035 section 3.1.4.1). */
function zoneFor(zones: readonly DeclaredZone[], name: Name, type: number): DeclaredZone | undefined {
  const around = zones.filter(zone => isWithin(name, zone.name)).sort((a, b) => b.name.length - a.name.length);
  return type === RR_TYPE.DS && around[0]?.name === name && around.length > 1 ? around[1] : around[0];
}

function stepFor(zones: readonly DeclaredZone[], name: Name, type: number): Step {
  const zone = zoneFor(zones, name, type);
  if (!zone) return { answers: [], end: { rcode: 'REFUSED', authoritative: false, glue: [] } };
  for (const at of pathDown(zone.name, name)) {
    if (!exists(zone, at)) return uncovered(zone, name, type, parentOf(at)!);
    const cut = at === zone.name ? undefined : setAt(zone, at, RR_TYPE.NS);
    if (cut && !(at === name && type === RR_TYPE.DS)) return { answers: [], end: refer(zone, cut) };
    const dname = setAt(zone, at, RR_TYPE.DNAME);
    if (dname && at !== name) {
      const made = synthesized(name, dname);
      return { answers: [{ owner: at, set: dname }, made], alias: made.set, end: PLAIN };
    }
  }
  return answerAt(zone, name, name, type);
}

/** Step 3c: the name is not there; the wildcard of its closest encloser may stand in. */
function uncovered(zone: DeclaredZone, name: Name, type: number, encloser: Name): Step {
  const wildcard = encloser === '.' ? '*.' : `*.${encloser}`;
  if (exists(zone, wildcard)) return answerAt(zone, wildcard, name, type);
  return { answers: [], end: { rcode: 'NXDOMAIN', authoritative: true, soaOf: zone.name, glue: [] } };
}

function answerAt(zone: DeclaredZone, source: Name, owner: Name, type: number): Step {
  const alias = setAt(zone, source, RR_TYPE.CNAME);
  if (alias && type !== RR_TYPE.CNAME) return { answers: [{ owner, set: alias }], alias, end: PLAIN };
  const set = setAt(zone, source, type);
  return set ? { answers: [{ owner, set }], end: PLAIN } : { answers: [], end: { ...PLAIN, soaOf: zone.name } };
}

function refer(zone: DeclaredZone, referral: RecordSet): End {
  // What lies below a DNAME is not there (RFC 6672 section 2.4).
  const hosts = referral.rdata.map(rdata => wireToName(rdata)).filter(host => zone.nodes.get(host)?.dname === undefined);
  const glue = hosts.flatMap(host => [RR_TYPE.A, RR_TYPE.AAAA].flatMap(type => setAt(zone, host, type) ?? []));
  return { rcode: 'NOERROR', authoritative: false, referral, glue };
}

/** RFC 6672 section 3.1. */
function synthesized(name: Name, dname: RecordSet): Found {
  const target = wireToName(dname.rdata[0]!);
  const above = name.slice(0, name.length - dname.owner.length);
  const wire = Buffer.concat([...`${above}${target}`.split('.').map(label => Buffer.from([label.length, ...Buffer.from(label)]))]);
  return { owner: name, set: { owner: name, type: RR_TYPE.CNAME, ttl: dname.ttl, rdata: [wire] } };
}

/** From the apex down to the name. */
function pathDown(apex: Name, name: Name): Name[] {
  const path: Name[] = [];
  for (let at: Name | undefined = name; at !== undefined && at !== apex; at = parentOf(at)) path.unshift(at);
  return [apex, ...path];
}

/** A name exists when it or a name below it has records (RFC 4592 section 2.2). */
function exists(zone: DeclaredZone, name: Name): boolean {
  return [...zone.nodes.values()].some(({ name: owner, sets }) => sets.size > 0 && isWithin(owner, name));
}

function setAt(zone: DeclaredZone, owner: Name, type: number): RecordSet | undefined {
  return zone.nodes.get(owner)?.sets.get(type);
}
