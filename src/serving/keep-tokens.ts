import { randomBytes } from 'node:crypto';
import type { Fleet } from '../fleet/fleet.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { tokenState } from '../lib/token-state.ts';
import type { Token } from '../model/token.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { TokenKeeper } from './token-keeper.ts';

/** The tokens that the API makes. A vantage whose last good token ends is let go at once. */
export function keepTokens({ log, faults }: Facts, { store, tokens }: Inputs, fleet: Pick<Fleet, 'drop'>): TokenKeeper {
  for (const warning of tokens.warnings) log.warn(warning);
  const keeper: TokenKeeper = new TokenKeeper({
    stored: tokens.rows,
    store: store.tokens,
    clock,
    octets: randomBytes,
    onEnded: token => drop(token, keeper, fleet),
    onFault: error => faults.note('what became of a token could not be stored', error),
  });
  return keeper;
}

function drop({ id, vantage, revokedAtMs }: Token, keeper: TokenKeeper, fleet: Pick<Fleet, 'drop'>): void {
  if (vantage === undefined) return;
  const nowMs = clock.now();
  const others = keeper.list().filter(other => other.id !== id && other.vantage === vantage && tokenState(other, nowMs) === 'active');
  if (others.length === 0) fleet.drop(vantage, revokedAtMs === undefined ? `its token ${id} has expired` : `its token ${id} was revoked`);
}
