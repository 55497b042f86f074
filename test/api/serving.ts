import { randomBytes, timingSafeEqual } from 'node:crypto';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { listen } from '../../src/api/listen.ts';
import { type ApiOptions, createApi } from '../../src/api/server.ts';
import type { Role, Token } from '../../src/model/token.ts';
import { AuditKeeper } from '../../src/serving/audit-keeper.ts';
import { TokenKeeper } from '../../src/serving/token-keeper.ts';
import { auditIn } from '../../src/store/audit.ts';
import { idempotencyIn } from '../../src/store/idempotency.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { tokensIn } from '../../src/store/tokens.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { MemoryOperations } from './memory-operations.ts';
import { sampleDeclared } from './sample.ts';

export const TOKEN = 'mrd_ThisIsTheSecretOfTheTest';

/** An answer of the API, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the body is not JSON. */
  readonly json: unknown;
}

/** A real API on a free port of 127.0.0.1 for one test, on operations in memory that serve `declared`; it ends with the test. */
export async function serveApi(declared = sampleDeclared(), more: Partial<ApiOptions> = {}) {
  const clock = fakeClock();
  const { database, tokens, ended } = memoryTokens(clock);
  const operations = new MemoryOperations(declared, clock);
  const audit = memoryAudit(database, clock);
  let drawn = 0;
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const app = createApi({
    operations,
    clock,
    version: '0.1.0',
    token: TOKEN,
    tokensEqual: (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b)),
    tokens,
    audit,
    keptCalls: idempotencyIn(database),
    newRequestId: () => `drawn-${++drawn}`,
    logger: { debug: write, info: write, warn: write, error: write },
    ...more,
  });
  const { port } = await listen(app, { address: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const url = `http://127.0.0.1:${port}`;

  /** Calls with the token; a body that is not a string is sent as JSON. */
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
  /** The header that a new token of this role goes in. */
  const as = (role: Role, vantage?: string) => {
    const wanted = { role, vantage, name: undefined, author: 'admin', expiresAtMs: undefined };
    return { authorization: `Bearer ${tokens.create(wanted).secret}` };
  };
  return { app, as, audit, call, clock, database, ended, logged, operations, tokens, url };
}

function memoryAudit(database: Database.Database, clock: FakeClock): AuditKeeper {
  const onFault = (error: unknown) => {
    throw error;
  };
  return new AuditKeeper({ store: auditIn(database), clock, onFault });
}

/** Tokens in a database in memory. */
function memoryTokens(clock: FakeClock) {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  const ended: Token[] = [];
  const onFault = (error: unknown) => {
    throw error;
  };
  const store = tokensIn(database);
  return {
    database,
    ended,
    tokens: new TokenKeeper({ stored: [], store, clock, octets: randomBytes, onEnded: token => ended.push(token), onFault }),
  };
}
