import type { CloudType, DesiredSet } from '../model/cloud.ts';
import type { Name } from '../model/zone.ts';
import { canonicalData } from './plan/same-data.ts';

/** An address that a traffic manager of others answers with, in pools of its own. */
export interface SwitchedAddress {
  /** The provider's own. */
  readonly id: string;
  readonly type: CloudType;
  /** An address, or an absolute host name with its dot. */
  readonly data: string;
  /** Undefined: the provider's own checks decide. */
  readonly available: boolean | undefined;
}

/** One address to be switched. */
export interface AddressSwitch {
  readonly address: SwitchedAddress;
  readonly available: boolean;
}

export interface SwitchPlan {
  /** In the order in which they are to be done. */
  readonly switches: readonly AddressSwitch[];
  /** Record sets of which no address would be left, and whose addresses are therefore left as they are. */
  readonly refused: readonly { readonly owner: Name; readonly type: CloudType; readonly reason: string }[];
}

/**
 * How addresses are to be switched so that a traffic manager of others gives what is wanted and nothing else: one that any record set is given now
 * is available. Ratios stay the pools' own. Addresses that the zone's files do not know are not touched, and what comes is available before
 * anything goes.
 */
export function planSwitches(sets: readonly DesiredSet[], addresses: readonly SwitchedAddress[]): SwitchPlan {
  const wanted = wantedOf(sets);
  const held = new Set<string>();
  const refused = sets.flatMap(set => {
    const keys = keysOf(set);
    const known = addresses.filter(address => keys.has(keyOf(address)));
    if (known.length === 0 || known.some(address => wanted.get(keyOf(address)))) return [];
    for (const address of known) held.add(keyOf(address));
    const reason = `none of the addresses that clients are to be given is there; its ${known.length} others are left as they are`;
    return [{ owner: set.owner, type: set.type, reason }];
  });
  const switches = addresses.flatMap(address => {
    const available = wanted.get(keyOf(address));
    if (available === undefined || address.available === available || (!available && held.has(keyOf(address)))) return [];
    return [{ address, available }];
  });
  return { switches: switches.sort((a, b) => Number(b.available) - Number(a.available)), refused };
}

/** Whether each address that the files know is given to anybody. */
function wantedOf(sets: readonly DesiredSet[]): ReadonlyMap<string, boolean> {
  const wanted = new Map<string, boolean>();
  for (const { type, views } of sets) {
    for (const { data, enabled } of views.flatMap(({ values }) => values)) {
      const key = keyOf({ type, data });
      wanted.set(key, enabled || wanted.get(key) === true);
    }
  }
  return wanted;
}

function keysOf({ type, views }: DesiredSet): ReadonlySet<string> {
  return new Set(views.flatMap(({ values }) => values.map(({ data }) => keyOf({ type, data }))));
}

function keyOf({ type, data }: Pick<SwitchedAddress, 'type' | 'data'>): string {
  return `${type} ${canonicalData(type, data)}`;
}
