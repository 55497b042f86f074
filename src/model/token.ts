import type { Name } from './zone.ts';

/** What a token may do: look; look and change; everything, tokens included; or report as the agent of one vantage. */
export type Role = 'viewer' | 'operator' | 'admin' | 'probe';

/** What is known of a token that was made by the API; the token itself is known to its holder alone. */
export interface Token {
  /** `tok_` and 8 characters. */
  readonly id: string;
  readonly role: Role;
  /** The only one that it speaks for; of a probe's token alone. */
  readonly vantage: string | undefined;
  /** The only zones that it is good for; undefined: all. */
  readonly zones?: readonly Name[] | undefined;
  /** What it is for, as whoever made it says. */
  readonly name: string | undefined;
  /** Whose token made it. */
  readonly author: string;
  readonly createdAtMs: number;
  /** Undefined: never. */
  readonly expiresAtMs: number | undefined;
  /** When it was last good for a call; undefined: never. */
  readonly usedAtMs: number | undefined;
  readonly revokedAtMs: number | undefined;
}
