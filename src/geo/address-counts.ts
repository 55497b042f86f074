import type { PrefixTable } from './prefix-table.ts';
import type { Entry } from './prefix-tree.ts';

/** Is told of IPv4 addresses: what each of two tables has them as, and how many they are. Told of one pair several times. */
export type TakeAddresses = (idOne: number, idOther: number, addresses: number) => void;

/** Counts IPv4 addresses by what two tables say of them. Takes a step for each block that either of them tells apart. */
export function countAddresses(one: PrefixTable, other: PrefixTable, take: TakeAddresses): void {
  const walk = (entryOne: Entry, entryOther: Entry, addresses: number): void => {
    if (entryOne < 0 && entryOther < 0) {
      take(~entryOne, ~entryOther, addresses);
      return;
    }
    for (const bit of [0, 1] as const) walk(sideOf(one, entryOne, bit), sideOf(other, entryOther, bit), addresses / 2);
  };
  walk(one.v4.root, other.v4.root, 2 ** 32);
}

/** Below a leaf all is as the leaf. */
function sideOf({ nodes }: PrefixTable, entry: Entry, bit: 0 | 1): Entry {
  return entry < 0 ? entry : nodes[2 * entry + bit]!;
}
