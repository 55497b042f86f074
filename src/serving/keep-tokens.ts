import { randomBytes } from 'node:crypto';
import type { Fleet } from '../fleet/fleet.ts';
import { systemClock as clock } from '../lib/clock.ts';
import type { Token } from '../model/token.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { noteTokenEnded, noteTokenMade } from './token-events.ts';
import { TokenKeeper } from './token-keeper.ts';

/** The tokens that the API makes. A vantage whose agent came with one that ends is let go at once. */
export function keepTokens({ log, events, faults }: Facts, { store, tokens }: Inputs, fleet: Pick<Fleet, 'drop'>): TokenKeeper {
  for (const warning of tokens.warnings) log.warn(warning);
  return new TokenKeeper({
    stored: tokens.rows,
    store: store.tokens,
    clock,
    octets: randomBytes,
    onMade: token => noteTokenMade(events, token),
    onEnded(token) {
      noteTokenEnded(events, token);
      drop(token, fleet);
    },
    onFault: error => faults.note('what became of a token could not be stored', error),
  });
}

function drop({ id, vantage, revokedAtMs }: Token, fleet: Pick<Fleet, 'drop'>): void {
  if (vantage !== undefined) fleet.drop(vantage, `its token ${id} ${revokedAtMs === undefined ? 'has expired' : 'was revoked'}`, id);
}
