import { asName, displayName } from '../lib/dns-name.ts';
import { tokenState } from '../lib/token-state.ts';
import type { Changed } from '../model/audit.ts';
import type { Declared } from '../model/declared.ts';
import type { Token } from '../model/token.ts';
import type { Name } from '../model/zone.ts';
import { newToken, type TokenView, tokenAnswer, tokenList, tokenView } from './contract.ts';
import { dryRun } from './dry-run.ts';
import { parseExpiry } from './expiry.ts';
import type { ApiTokens } from './operations.ts';
import { badInput, Problem } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTime } from './view.ts';

/** `/v1/tokens`: making, listing and revoking tokens, for admins. None where the server keeps none. */
export function tokenRoutes({ operations, tokens, clock }: ApiContext): Route[] {
  if (tokens === undefined) return [];
  const known = (zones: readonly string[] | undefined) => knownZones(operations.snapshot().declared, zones);
  return [
    route({
      method: 'POST',
      url: '/tokens',
      summary: 'Make a token; the answer alone has it',
      role: 'admin',
      body: newToken,
      answer: tokenAnswer,
      preview({ body: { role, vantage, zones, name, expires } }) {
        const ends = expires === undefined ? null : presentTime(parseExpiry(expires, clock.now())!);
        return dryRun(operations, [
          {
            kind: 'token',
            target: 'new',
            before: null,
            after: { role, vantage: vantage ?? null, zones: known(zones)?.map(displayName) ?? null, name: name ?? null, expires: ends },
          },
        ]);
      },
      handle({ body: { role, vantage, zones, name, expires }, author, recording }) {
        const expiresAtMs = expires === undefined ? undefined : parseExpiry(expires, clock.now());
        const { secret, token } = tokens.create({ role, vantage, zones: known(zones), name, author, expiresAtMs }, made => {
          recording.tell([{ kind: 'token', target: made.id, before: null, after: factsOf(made, clock.now()) }]);
          recording.write();
        });
        return { ...viewToken(token, clock.now()), token: secret };
      },
    }),
    route({
      method: 'GET',
      url: '/tokens',
      summary: 'The tokens, without what they are; those that ended in the last 90 days included',
      role: 'admin',
      answer: tokenList,
      handle: () => ({ tokens: tokens.list().map(token => viewToken(token, clock.now())) }),
    }),
    route({
      method: 'DELETE',
      url: '/tokens/{id}',
      summary: 'Revoke a token: no later call is good with it, and an agent that has it is cut off',
      role: 'admin',
      answer: tokenView,
      preview: ({ params: { id } }) => dryRun(operations, [revoked(findToken(tokens, id), clock.now())]),
      handle({ params: { id }, recording }) {
        recording.tell([revoked(findToken(tokens, id), clock.now())]);
        return viewToken(tokens.revoke(id, recording.write)!, clock.now());
      },
    }),
  ];
}

/** The zones that are named, each once. Throws a 400 that tells of every one that is not served. */
function knownZones({ zones }: Declared, named: readonly string[] | undefined): Name[] | undefined {
  const names = named?.map((text, i) => ({ text, field: `zones.${i}`, name: asName(text) ?? '' }));
  const errors = (names ?? [])
    .filter(({ name }) => !zones.has(name))
    .map(({ field, text }) => ({ field, message: `no zone "${text}" is served` }));
  if (errors.length > 0) throw badInput(errors);
  return names && [...new Set(names.map(({ name }) => name))];
}

function findToken(tokens: ApiTokens, id: string): Token {
  const token = tokens.list().find(each => each.id === id);
  if (token === undefined) throw new Problem(404, `there is no token ${id}; GET /v1/tokens lists all`);
  return token;
}

function revoked(token: Token, nowMs: number): Changed {
  return { kind: 'token', target: token.id, before: factsOf(token, nowMs), after: null };
}

/** What the audit tells of a token. */
function factsOf(token: Token, nowMs: number): object {
  const { id, last_used, revoked, ...facts } = viewToken(token, nowMs);
  return facts;
}

function viewToken(token: Token, nowMs: number): TokenView {
  const time = (atMs: number | undefined) => (atMs === undefined ? null : presentTime(atMs));
  return {
    id: token.id,
    role: token.role,
    vantage: token.vantage ?? null,
    zones: token.zones?.map(displayName) ?? null,
    name: token.name ?? null,
    author: token.author,
    created: presentTime(token.createdAtMs),
    expires: time(token.expiresAtMs),
    last_used: time(token.usedAtMs),
    revoked: time(token.revokedAtMs),
    state: tokenState(token, nowMs),
  };
}
