import type { Name } from '../model/zone.ts';

export type AddressFamily = 'ipv4' | 'ipv6';

/** What a resolver said of the addresses of one family of a host. */
export type FamilyAnswer =
  | { readonly kind: 'found'; readonly addresses: readonly string[]; readonly ttlSeconds: number }
  /** The resolver is sure that there are none: the host does not exist, or has none of this family. */
  | { readonly kind: 'none'; readonly reason: string }
  /** Nothing was learnt. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Asks for the addresses of one family; always comes to an answer. */
export type Lookup = (host: Name, family: AddressFamily) => Promise<FamilyAnswer>;

/** The answers for both families of a host. */
export type Answers = Readonly<Record<AddressFamily, FamilyAnswer>>;
