import { displayName, isWithin } from '../lib/dns-name.ts';
import type { Finding } from '../model/declared.ts';
import type { Name, ZoneNodes } from '../model/zone.ts';
import { checkCname, checkDname, checkLoops } from './checks/aliases.ts';
import { checkApexNs, checkSoa } from './checks/apex.ts';
import { checkAddresses, checkOccluded, checkWildcards } from './checks/delegations.ts';
import { checkSize } from './checks/size.ts';
import { checkTargets } from './checks/targets.ts';
import { findingAt, type ZoneCheck } from './checks/zone-check.ts';
import type { PlacedRecordSet } from './record-sets.ts';
import { buildNodes } from './tree.ts';

/** Every rule for a whole zone; a new one is one line here. */
const CHECKS: readonly ZoneCheck[] = [
  checkSoa,
  checkApexNs,
  checkCname,
  checkDname,
  checkLoops,
  checkTargets,
  checkAddresses,
  checkOccluded,
  checkWildcards,
  checkSize,
];

/**
 * What is wrong with a zone as a whole, each finding at the place of the first record of the set that is to blame (`file` 1:1 where a
 * record is missing). The record sets should come from a parse without errors, else what is missing may only be misspelt.
 * `steered` are owners whose addresses do not stand in the master file.
 */
export function validateZone(apex: Name, recordSets: readonly PlacedRecordSet[], file: string, steered: Iterable<Name> = []): Finding[] {
  return [...examineZone(apex, recordSets, file, steered).findings];
}

/** As `validateZone`, with the zone's names: those that are steered among them. */
export function examineZone(apex: Name, recordSets: readonly PlacedRecordSet[], file: string, steered: Iterable<Name> = []): Examined {
  const outside = recordSets.filter(set => !isWithin(set.owner, apex));
  const sets = outside.length === 0 ? recordSets : recordSets.filter(set => isWithin(set.owner, apex));
  const owners = new Set(steered);
  const nodes = buildNodes(
    apex,
    sets,
    [...owners].filter(owner => isWithin(owner, apex)),
  );
  const zone = { apex, file, sets, nodes, hides: hidesNames(nodes), steered: owners };
  const findings = [
    ...outside.map(set => findingAt('error', set, `the owner is outside the zone, expected ${displayName(apex)} or a name below it`)),
    ...CHECKS.flatMap(check => [...check(zone)]),
  ];
  return { nodes, findings };
}

function hidesNames(nodes: ZoneNodes): boolean {
  for (const { cut, dname } of nodes.values()) if (cut !== undefined || dname !== undefined) return true;
  return false;
}

export interface Examined {
  readonly nodes: ZoneNodes;
  readonly findings: readonly Finding[];
}
