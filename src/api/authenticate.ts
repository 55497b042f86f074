import type { FastifyRequest } from 'fastify';
import type { Clock } from '../lib/clock.ts';
import { tokenState } from '../lib/token-state.ts';
import type { Token } from '../model/token.ts';
import { FailedAttempts } from './failed-attempts.ts';
import type { ApiTokens } from './operations.ts';
import { Problem } from './problem.ts';
import type { Identity } from './roles.ts';
import { presentTime } from './view.ts';

/** The tokens that are taken. */
export interface TokenCheck {
  /** That of the data directory, which may do everything. */
  readonly token: string;
  /** Compares in constant time. */
  readonly tokensEqual: (a: string, b: string) => boolean;
  /** Those that were made by the API. */
  readonly tokens?: Pick<ApiTokens, 'find' | 'noteUse'> | undefined;
}

interface AuthenticatorOptions extends TokenCheck {
  readonly clock: Clock;
  readonly logger: { warn(fields: object, message: string): void };
}

/** Gives who makes a request (RFC 6750 section 2.1). Throws a 401 with its challenge, or a 429 where an address has failed too often. */
export type Authenticator = (request: FastifyRequest) => Identity;

const ADMIN: Identity = { author: 'admin', role: 'admin', vantage: undefined, zones: undefined, token: undefined };

/** Makes the check of tokens. A good token is taken whatever its address has done before; a wrong one is counted, and logged once a minute. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { token: admin, tokensEqual, tokens, clock } = options;
  const failed = new FailedAttempts();
  return request => {
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined) throw refusal('a bearer token is needed: Authorization: Bearer TOKEN', '');
    if (tokensEqual(given, admin)) return ADMIN;
    const found = tokens?.find(given);
    if (found === undefined || tokenState(found, clock.now()) !== 'active')
      throw countFailure(options, failed, { address: request.ip, found });
    tokens?.noteUse(found.id);
    return { author: authorOf(found), role: found.role, vantage: found.vantage, zones: found.zones, token: found.id };
  };
}

/** A name is no proof of anything, so the id stands beside it. */
function authorOf({ id, name }: Token): string {
  return name === undefined ? id : `${name} (${id})`;
}

interface Failure {
  readonly address: string;
  readonly found: Token | undefined;
}

function countFailure({ clock, logger }: AuthenticatorOptions, failed: FailedAttempts, { address, found }: Failure): Problem {
  const { number, limited, retryAfterSeconds, unseen } = failed.note(address, clock.monotonic());
  const wrong = whyWrong(found);
  if (number === 1) logger.warn({ address, token: found?.id, unseen: unseen || undefined }, `refused a call from ${address}: ${wrong}`);
  if (!limited) return refusal(wrong, ', error="invalid_token"');
  return new Problem(429, `${wrong}; after too many such calls from ${address} the next is looked at in ${retryAfterSeconds} s`, {
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

function whyWrong(token: Token | undefined): string {
  if (token === undefined) return 'this token is not known here';
  if (token.revokedAtMs !== undefined) return `this token was revoked at ${presentTime(token.revokedAtMs)}`;
  return `this token expired at ${presentTime(token.expiresAtMs!)}`;
}

function refusal(detail: string, more: string): Problem {
  return new Problem(401, detail, { headers: { 'www-authenticate': `Bearer realm="meridian"${more}` } });
}
