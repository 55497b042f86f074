import type Database from 'better-sqlite3';
import type { Role, Token } from '../model/token.ts';
import type { Name } from '../model/zone.ts';
import { guarded } from './errors.ts';
import { choiceIn, octetsIn, optionalTextIn, optionalTimeIn, type ReadRows, type Row, RowError, readRows, textIn, timeIn } from './row.ts';

/** A token as it is stored: of the token itself, only its digest. */
export interface SavedToken extends Token {
  /** 32 octets, SHA-256. */
  readonly digest: Buffer;
}

/** The table of tokens. Each call is done whole or not at all. */
export interface Tokens {
  /** Keeps a new one, and does what is to be stored `also`. Throws StoreError where its id or its digest is there already. */
  add(token: SavedToken, also?: () => void): void;
  /** Notes when it was last used. */
  noteUse(id: string, atMs: number): void;
  revoke(id: string, atMs: number, also?: () => void): void;
  forget(ids: readonly string[]): void;
  /** Every token, the oldest first, those that have ended included. */
  list(): ReadRows<SavedToken>;
}

const COLUMNS = [
  'id',
  'digest',
  'role',
  'vantage',
  'name',
  'author',
  'created_at_ms',
  'expires_at_ms',
  'used_at_ms',
  'revoked_at_ms',
  'zones',
];
const ROLES: readonly Role[] = ['viewer', 'operator', 'admin', 'probe'];

/** The table in an open database whose schema is up to date. */
export function tokensIn(database: Database.Database): Tokens {
  const add = database.prepare(`INSERT INTO tokens (${COLUMNS}) VALUES (${COLUMNS.map(column => `:${column}`)})`);
  const noteUse = database.prepare('UPDATE tokens SET used_at_ms = ? WHERE id = ?');
  const revoke = database.prepare('UPDATE tokens SET revoked_at_ms = ? WHERE id = ?');
  const forget = database.prepare('DELETE FROM tokens WHERE id = ?');
  const list = database.prepare<[], Row>('SELECT * FROM tokens ORDER BY created_at_ms, id');
  const forgetAll = database.transaction((ids: readonly string[]) => {
    for (const id of ids) forget.run(id);
  });
  const withMore = database.transaction((write: () => unknown, also: () => void) => {
    write();
    also();
  });
  return {
    add: (token, also = () => {}) => guarded(database.name, () => withMore(() => add.run(tokenRow(token)), also)),
    noteUse: (id, atMs) => void guarded(database.name, () => noteUse.run(Math.round(atMs), id)),
    revoke: (id, atMs, also = () => {}) => guarded(database.name, () => withMore(() => revoke.run(Math.round(atMs), id), also)),
    forget: ids => guarded(database.name, () => forgetAll(ids)),
    list: () => guarded(database.name, () => readRows('tokens', list.all(), readToken, ['digest'])),
  };
}

function tokenRow(token: SavedToken): Row {
  return {
    id: token.id,
    digest: token.digest,
    role: token.role,
    vantage: token.vantage ?? null,
    name: token.name ?? null,
    author: token.author,
    created_at_ms: token.createdAtMs,
    expires_at_ms: token.expiresAtMs ?? null,
    used_at_ms: token.usedAtMs ?? null,
    revoked_at_ms: token.revokedAtMs ?? null,
    zones: token.zones?.join(' ') ?? null,
  };
}

/** Only where there are some, so that a token without is as it was made. A row with others than names is left out: it would be good for too much. */
function zonesIn(row: Row): { readonly zones?: readonly Name[] } {
  const zones = optionalTextIn(row, 'zones')?.split(' ');
  if (zones?.some(zone => !zone.endsWith('.'))) throw new RowError(`zones is ${JSON.stringify(row.zones)}, expected absolute names`);
  return zones === undefined ? {} : { zones };
}

function readToken(row: Row): SavedToken {
  const role = choiceIn(row, 'role', ROLES);
  const vantage = optionalTextIn(row, 'vantage');
  if ((role === 'probe') !== (vantage !== undefined)) {
    throw new RowError(`vantage is ${JSON.stringify(row.vantage)}, expected ${role === 'probe' ? 'a name' : 'none'} with role ${role}`);
  }
  return {
    id: textIn(row, 'id'),
    digest: octetsIn(row, 'digest', 32),
    role,
    vantage,
    name: optionalTextIn(row, 'name'),
    author: textIn(row, 'author'),
    createdAtMs: timeIn(row, 'created_at_ms'),
    expiresAtMs: optionalTimeIn(row, 'expires_at_ms'),
    usedAtMs: optionalTimeIn(row, 'used_at_ms'),
    revokedAtMs: optionalTimeIn(row, 'revoked_at_ms'),
    ...zonesIn(row),
  };
}
