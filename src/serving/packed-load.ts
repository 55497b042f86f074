import { type PreparedNames, prepareNames } from '../answer/plan.ts';
import { type LoadResult, loadZones } from '../config/load.ts';
import type { DeclaredZone, Finding } from '../model/declared.ts';
import { type PackedNodes, packNodes, unpackNodes } from '../zone/packed-nodes.ts';

/** What is to be read. */
export interface ZonesSource {
  /** The zones directory. */
  readonly zones: string;
  /** Whether monitors may run programs; else such a monitor is a mistake. */
  readonly allowExec: boolean;
}

/** Zones as read, with the index of their names. */
export interface Loaded extends LoadResult {
  readonly prepared?: PreparedNames;
}

/** What passes from thread to thread in a moment, however large the zones are. */
export interface PackedLoad {
  readonly zones: readonly PackedZone[] | undefined;
  readonly findings: readonly Finding[];
  readonly index: PreparedNames['index'] | undefined;
}

type PackedZone = Omit<DeclaredZone, 'nodes'> & { readonly nodes: PackedNodes };

/** Reads a zones directory and does all that can be done before verdicts and intents are known. */
export function loadPacked({ zones: directory, allowExec }: ZonesSource): PackedLoad {
  const { declared, findings } = loadZones(directory, { exec: allowExec ? 'allow' : 'refuse' });
  if (!declared) return { zones: undefined, findings, index: undefined };
  const zones = [...declared.zones.values()].map(({ name, nodes, steering }) => ({ name, nodes: packNodes(nodes), steering }));
  return { zones, findings, index: prepareNames(declared).index };
}

/** What was packed, on the other side. */
export function unpackLoad({ zones, findings, index }: PackedLoad): Loaded {
  if (!zones || !index) return { declared: undefined, findings };
  const declared = { zones: new Map(zones.map(zone => [zone.name, { ...zone, nodes: unpackNodes(zone.nodes) }])) };
  return { declared, findings, prepared: { declared, index } };
}
