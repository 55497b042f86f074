import type { Role } from '../model/token.ts';
import type { Name } from '../model/zone.ts';

/** Who makes a request. */
export interface Identity {
  /** `admin` for the token of the data directory; else `tok_…`, behind the token's name if it has one. */
  readonly author: string;
  readonly role: Role;
  /** The only one that it may speak for; of role `probe` alone. */
  readonly vantage: string | undefined;
  /** The only zones that it is good for; undefined: all. */
  readonly zones: readonly Name[] | undefined;
  /** The token's id; undefined for the token of the data directory. */
  readonly token: string | undefined;
}

/** Each may do what those below may. A probe may do nothing but speak for its vantage. */
const RANK: Readonly<Record<Role, number>> = { probe: 0, viewer: 1, operator: 2, admin: 3 };

/** The least role that a call wants: its own, or by its method. `probe` stands for the agent of the vantage in the path, and for an admin. */
export function leastRole(method: string, role?: Role): Role {
  return role ?? (method === 'GET' || method === 'HEAD' ? 'viewer' : 'operator');
}

/** Why a call that wants `least`, of `vantage` where that is `probe`, is not for this identity; undefined where it is. */
export function refusalOf(identity: Identity, least: Role, vantage?: string): string | undefined {
  const { author, role } = identity;
  const fits = least === 'probe' ? role === 'admin' || (role === 'probe' && identity.vantage === vantage) : RANK[role] >= RANK[least];
  if (fits) return undefined;
  const wanted = least === 'probe' ? `role probe for vantage ${vantage}` : `role ${least}`;
  return `this wants a token with ${wanted}; ${author} has role ${role}${identity.vantage === undefined ? '' : ` for vantage ${identity.vantage}`}`;
}
