import type { Address } from '../model/steering.ts';

/** Whether two lists have the same addresses in the same order. */
export function sameAddresses(a: readonly Address[], b: readonly Address[]): boolean {
  return a === b || (a.length === b.length && a.every(({ text }, i) => text === b[i]!.text));
}
