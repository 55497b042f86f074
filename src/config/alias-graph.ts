import { parentOf } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { DeclaredZone } from '../model/declared.ts';
import type { Pool, SteeredRecord } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { nodeFor } from '../zone/checks/zone-check.ts';
import { targetsOf } from '../zone/rdata-target.ts';
import type { Draft } from './declare/draft.ts';
import { poolsOfRecord } from './declare/tree.ts';

/** A zone with the draft of its YAML, if it has one. */
export interface DraftedZone {
  readonly zone: DeclaredZone;
  readonly draft: Draft | undefined;
}

/** A name that is answered with another one, or with the addresses that another one has. */
export interface Alias {
  readonly owner: Name;
  readonly target: Name;
  /** Undefined for a CNAME of a master file. */
  readonly steered: { readonly draft: Draft; readonly record: SteeredRecord; readonly pool: string } | undefined;
}

/** Which names of all zones lead to which others. */
export interface AliasGraph {
  /** The owners of the steered records of zones that have host names as endpoints. */
  steeredToHosts(): Name[];
  aliasesOf(owner: Name): Alias[];
  /** The owner whose records answer `name`: itself or a wildcard; undefined where none of the zones answers it. */
  ownerFor(name: Name): Name | undefined;
}

/** The aliases of all zones; they are looked up when they are asked for. */
export function aliasGraph(zones: Iterable<DraftedZone>): AliasGraph {
  const served = new Map([...zones].map(drafted => [drafted.zone.name, drafted]));
  const steered = new Map([...served.values()].flatMap(steeredRecords));
  const zoneOf = (name: Name): DeclaredZone | undefined => {
    for (let at: Name | undefined = name; at !== undefined; at = parentOf(at)) {
      const drafted = served.get(at);
      if (drafted) return drafted.zone;
    }
    return undefined;
  };
  return {
    steeredToHosts: () => [...steered.keys()],
    aliasesOf: owner => [...cnamesOf(zoneOf(owner), owner), ...hostsOf(steered.get(owner))],
    ownerFor(name) {
      const zone = zoneOf(name);
      const node = zone && nodeFor({ apex: zone.name, nodes: zone.nodes }, name);
      return node?.cut === undefined ? node?.name : undefined;
    },
  };
}

interface Steered {
  readonly draft: Draft;
  readonly record: SteeredRecord;
  readonly pools: ReadonlyMap<string, Pool>;
}

function steeredRecords({ zone: { steering }, draft }: DraftedZone): [Name, Steered][] {
  const pools = steering?.pools ?? new Map<string, Pool>();
  if (!draft || ![...pools.values()].some(hasHosts)) return [];
  return steering!.records.map(record => [record.owner, { draft, record, pools }]);
}

function hasHosts({ endpoints }: Pool): boolean {
  return endpoints.some(({ address }) => address.family === 'host');
}

function cnamesOf(zone: DeclaredZone | undefined, owner: Name): Alias[] {
  const cname = zone?.nodes.get(owner)?.sets.get(RR_TYPE.CNAME);
  return cname ? targetsOf(cname).map(target => ({ owner, target, steered: undefined })) : [];
}

function hostsOf(steered: Steered | undefined): Alias[] {
  if (!steered) return [];
  const { draft, record, pools } = steered;
  return [...poolsOfRecord(record)].flatMap(pool =>
    (pools.get(pool)?.endpoints ?? []).flatMap(({ address }) =>
      address.family === 'host' ? [{ owner: record.owner, target: address.name, steered: { draft, record, pool } }] : [],
    ),
  );
}
