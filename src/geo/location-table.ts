import type { Location } from '../model/location.ts';
import type { GeoDatabase } from './database.ts';
import { DatabaseWalk } from './database-walk.ts';
import { type LocationTraits, traitsOf } from './location-traits.ts';
import { familyTable, type PrefixTable } from './prefix-table.ts';
import { type Entry, leaf, type Prefix, PrefixTree } from './prefix-tree.ts';
import { HOLDING_IPV4, NOWHERE_IPV4, NOWHERE_IPV6 } from './special-prefixes.ts';

/** A whole database, compiled; plain data that `postMessage` hands to worker threads. */
export interface LocationTable {
  readonly prefixes: PrefixTable;
  /** By location id, no two alike; id 0 is `{}`, nowhere known. */
  readonly locations: readonly Location[];
  readonly traits: LocationTraits;
  readonly source: DatabaseSource;
}

/** Where a table came from, for status and metrics. */
export interface DatabaseSource {
  readonly file: string;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly builtAtMs: number;
  /** Prefixes that the file has a record for. */
  readonly entries: number;
}

const NOWHERE = leaf(0);

/** In a file for IPv6, IPv4 lies below 96 zero bits (MaxMind DB format 2.0, "IPv4 addresses in an IPv6 tree"). */
const IPV4_IN_FILE: Prefix = { octets: new Uint8Array(12), length: 96 };

/** Grafting makes at most a node a bit. */
const GRAFTED_NODES = [...NOWHERE_IPV4, ...NOWHERE_IPV6, ...HOLDING_IPV4].reduce((sum, prefix) => sum + prefix.length, 0);

/** Compiles a database: walks its tree once, every record decoded once. Throws GeoDatabaseError where the file is damaged. */
export function compileLocations(database: GeoDatabase): LocationTable {
  const tree = new PrefixTree(database.nodeCount + GRAFTED_NODES);
  const walk = new DatabaseWalk(database, tree);
  const { ipv4, ipv6 } = splitFamilies(database, tree, walk.root());
  return {
    prefixes: { v4: familyTable(tree, ipv4), v6: familyTable(tree, ipv6), nodes: tree.freeze() },
    locations: walk.locations,
    traits: traitsOf(walk.locations),
    source: { file: database.file, type: database.type, builtAtMs: database.builtAtMs, entries: walk.entries },
  };
}

/**
 * The roots of both families. The IPv4 tree is put where IPv6 addresses hold IPv4 ones, and special prefixes are cut out, here and not at
 * look-up: so that a look-up needs no special case, and the prefix lengths it gives are true.
 */
function splitFamilies(database: GeoDatabase, tree: PrefixTree, root: Entry): { ipv4: Entry; ipv6: Entry } {
  const found = database.ipVersion === 4 ? { ipv4: root, ipv6: NOWHERE } : { ipv4: tree.below(root, IPV4_IN_FILE), ipv6: root };
  const ipv4 = graft(tree, found.ipv4, NOWHERE_IPV4, NOWHERE);
  const ipv6 = graft(tree, found.ipv6, NOWHERE_IPV6, NOWHERE);
  return { ipv4, ipv6: graft(tree, ipv6, HOLDING_IPV4, ipv4) };
}

function graft(tree: PrefixTree, root: Entry, prefixes: readonly Prefix[], replacement: Entry): Entry {
  return prefixes.reduce((grafted, prefix) => tree.graft(grafted, prefix, replacement), root);
}
