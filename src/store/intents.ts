import type Database from 'better-sqlite3';
import { MOST_TTL_SECONDS } from '../lib/ttl-text.ts';
import type { Intent, IntentTarget } from '../model/intent.ts';
import { guarded } from './errors.ts';
import {
  anyTextIn,
  choiceIn,
  integerIn,
  optionalIntegerIn,
  optionalTimeIn,
  type ReadRows,
  type Row,
  RowError,
  readRows,
  textIn,
  timeIn,
} from './row.ts';

/** Names one intent: a target has at most one of each kind. */
export interface IntentName {
  readonly kind: Intent['kind'];
  readonly target: IntentTarget;
}

/** Intents to set and to release, together. */
export interface IntentsChange {
  readonly set: readonly Intent[];
  readonly release: readonly IntentName[];
}

/** The table of what operators asked for. */
export interface Intents {
  /** Releases, then sets, all or nothing. A set intent replaces the one of its kind and target; releasing what is not there is no error. */
  change(change: IntentsChange): void;
  /** Every intent, the oldest first, those whose time is over included: releasing them is the caller's. */
  list(): ReadRows<Intent>;
}

const COLUMNS = [
  'kind',
  'target_kind',
  'zone',
  'name',
  'endpoint',
  'weight',
  'state',
  'from_ms',
  'ttl_s',
  'author',
  'reason',
  'created_at_ms',
  'expires_at_ms',
];

/** The table in an open database whose schema is up to date. */
export function intentsIn(database: Database.Database): Intents {
  const set = database.prepare(`INSERT OR REPLACE INTO intents (${COLUMNS}) VALUES (${COLUMNS.map(column => `:${column}`)})`);
  const release = database.prepare(
    'DELETE FROM intents WHERE kind = :kind AND target_kind = :target_kind AND zone = :zone AND name = :name AND endpoint = :endpoint',
  );
  const list = database.prepare<[], Row>('SELECT * FROM intents ORDER BY created_at_ms, kind, target_kind, zone, name, endpoint');
  const change = database.transaction((change: IntentsChange) => {
    for (const { kind, target } of change.release) release.run({ kind, ...targetRow(target) });
    for (const intent of change.set) set.run(intentRow(intent));
  });
  return {
    change: wanted => guarded(database.name, () => change(wanted)),
    list: () => guarded(database.name, () => readRows('intents', list.all(), readIntent)),
  };
}

function intentRow(intent: Intent): Row {
  return {
    kind: intent.kind,
    ...targetRow(intent.target),
    weight: intent.kind === 'weight' ? intent.weight : null,
    state: intent.kind === 'override' ? intent.state : null,
    from_ms: intent.kind === 'maintenance' ? intent.fromMs : null,
    ttl_s: intent.kind === 'override' ? (intent.ttlSeconds ?? null) : null,
    author: intent.author,
    reason: intent.reason,
    created_at_ms: intent.createdAtMs,
    expires_at_ms: intent.expiresAtMs ?? null,
  };
}

function targetRow(target: IntentTarget): Row {
  const { kind: target_kind, zone } = target;
  switch (target.kind) {
    case 'endpoint':
      return { target_kind, zone, name: target.pool, endpoint: target.endpoint };
    case 'pool':
      return { target_kind, zone, name: target.pool, endpoint: '' };
    case 'site':
      return { target_kind, zone, name: target.site, endpoint: '' };
  }
}

function readIntent(row: Row): Intent {
  const facts = {
    target: readTarget(row),
    author: anyTextIn(row, 'author'),
    reason: anyTextIn(row, 'reason'),
    createdAtMs: timeIn(row, 'created_at_ms'),
    expiresAtMs: optionalTimeIn(row, 'expires_at_ms'),
  };
  const kind = choiceIn(row, 'kind', ['weight', 'override', 'maintenance']);
  switch (kind) {
    case 'weight':
      return { kind, ...facts, weight: integerIn(row, 'weight', 0, 65_535) };
    case 'override':
      return { kind, ...facts, state: choiceIn(row, 'state', ['up', 'down', 'drain']), ...ttlIn(row) };
    case 'maintenance':
      return { kind, ...facts, fromMs: timeIn(row, 'from_ms'), expiresAtMs: timeIn(row, 'expires_at_ms') };
  }
}

/** Only where there is one, so that an intent without is as it was set. */
function ttlIn(row: Row): { readonly ttlSeconds?: number } {
  const ttlSeconds = optionalIntegerIn(row, 'ttl_s', 1, MOST_TTL_SECONDS);
  return ttlSeconds === undefined ? {} : { ttlSeconds };
}

function readTarget(row: Row): IntentTarget {
  const kind = choiceIn(row, 'target_kind', ['endpoint', 'pool', 'site']);
  const zone = textIn(row, 'zone');
  if (!zone.endsWith('.')) throw new RowError(`zone is ${JSON.stringify(zone)}, expected a name with its final dot`);
  const name = textIn(row, 'name');
  switch (kind) {
    case 'endpoint':
      return { kind, zone, pool: name, endpoint: textIn(row, 'endpoint') };
    case 'pool':
      return { kind, zone, pool: name };
    case 'site':
      return { kind, zone, site: name };
  }
}
