import type { Token } from '../model/token.ts';

export type TokenState = 'active' | 'expired' | 'revoked';

/** What has become of a token by `nowMs`, in milliseconds since the epoch. */
export function tokenState({ expiresAtMs, revokedAtMs }: Token, nowMs: number): TokenState {
  if (revokedAtMs !== undefined) return 'revoked';
  return expiresAtMs !== undefined && expiresAtMs <= nowMs ? 'expired' : 'active';
}
