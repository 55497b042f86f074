import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** The one token there is. */
export interface TokenCheck {
  readonly token: string;
  /** Compares in constant time. */
  readonly tokensEqual: (a: string, b: string) => boolean;
}

/** The name of the token that the first start writes: the author of every change made with it. */
const AUTHOR = 'admin';

/** Whose token a request carries (RFC 6750 section 2.1). Throws a 401 with its challenge where there is none, or a wrong one. */
export function authenticate(request: FastifyRequest, { token, tokensEqual }: TokenCheck): string {
  const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given === undefined) throw refusal('a bearer token is needed: Authorization: Bearer TOKEN', '');
  if (!tokensEqual(given, token)) throw refusal('this token is not known here', ', error="invalid_token"');
  return AUTHOR;
}

function refusal(detail: string, more: string): Problem {
  return new Problem(401, detail, { headers: { 'www-authenticate': `Bearer realm="meridian"${more}` } });
}
