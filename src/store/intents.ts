import type Database from 'better-sqlite3';
import { MOST_TTL_SECONDS } from '../lib/ttl-text.ts';
import type { AnyTarget, Intent, IntentTarget, RecordTarget, ZoneTarget } from '../model/intent.ts';
import type { Name } from '../model/zone.ts';
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
  weightsIn,
} from './row.ts';

/** Names one intent: a target has at most one of each kind. */
export interface IntentName {
  readonly kind: Intent['kind'];
  readonly target: AnyTarget;
}

/** Intents to set and to release, together. */
export interface IntentsChange {
  readonly set: readonly Intent[];
  readonly release: readonly IntentName[];
}

/** The table of what operators asked for. */
export interface Intents {
  /**
   * Releases, then sets, then does what else is to be stored `also`, all or nothing. A set intent replaces the one of its kind and target;
   * releasing what is not there is no error.
   */
  change(change: IntentsChange, also?: () => void): void;
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
  'weights',
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
  const change = database.transaction((change: IntentsChange, also?: () => void) => {
    for (const { kind, target } of change.release) release.run({ kind, ...targetRow(target) });
    for (const intent of change.set) set.run(intentRow(intent));
    also?.();
  });
  return {
    change: (wanted, also) => guarded(database.name, () => change(wanted, also)),
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
    weights: intent.kind === 'ratio' ? JSON.stringify(intent.weights) : null,
    author: intent.author,
    reason: intent.reason,
    created_at_ms: intent.createdAtMs,
    expires_at_ms: intent.expiresAtMs ?? null,
  };
}

function targetRow(target: AnyTarget): Row {
  const { kind: target_kind, zone } = target;
  switch (target.kind) {
    case 'endpoint':
      return { target_kind, zone, name: target.pool, endpoint: target.endpoint };
    case 'pool':
      return { target_kind, zone, name: target.pool, endpoint: '' };
    case 'site':
      return { target_kind, zone, name: target.site, endpoint: '' };
    case 'record':
      return { target_kind, zone, name: target.owner, endpoint: '' };
    case 'zone':
      return { target_kind, zone, name: '', endpoint: '' };
  }
}

function readIntent(row: Row): Intent {
  const facts = {
    author: anyTextIn(row, 'author'),
    reason: anyTextIn(row, 'reason'),
    createdAtMs: timeIn(row, 'created_at_ms'),
    expiresAtMs: optionalTimeIn(row, 'expires_at_ms'),
  };
  const kind = choiceIn(row, 'kind', ['weight', 'override', 'maintenance', 'ratio', 'brake']);
  switch (kind) {
    case 'weight':
      return { kind, target: targetIn(row), ...facts, weight: integerIn(row, 'weight', 0, MOST_WEIGHT) };
    case 'override':
      return { kind, target: targetIn(row), ...facts, state: choiceIn(row, 'state', ['up', 'down', 'drain']), ...ttlIn(row) };
    case 'maintenance':
      return { kind, target: targetIn(row), ...facts, fromMs: timeIn(row, 'from_ms'), expiresAtMs: timeIn(row, 'expires_at_ms') };
    case 'ratio':
      return { kind, target: recordIn(row), ...facts, weights: weightsIn(row, 'weights', MOST_WEIGHT) };
    case 'brake':
      return { kind, target: zoneTargetIn(row), ...facts, expiresAtMs: timeIn(row, 'expires_at_ms') };
  }
}

const MOST_WEIGHT = 65_535;

/** Only where there is one, so that an intent without is as it was set. */
function ttlIn(row: Row): { readonly ttlSeconds?: number } {
  const ttlSeconds = optionalIntegerIn(row, 'ttl_s', 1, MOST_TTL_SECONDS);
  return ttlSeconds === undefined ? {} : { ttlSeconds };
}

function targetIn(row: Row): IntentTarget {
  const kind = choiceIn(row, 'target_kind', ['endpoint', 'pool', 'site']);
  const zone = zoneIn(row);
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

function recordIn(row: Row): RecordTarget {
  return { kind: choiceIn(row, 'target_kind', ['record']), zone: zoneIn(row), owner: absoluteIn(row, 'name') };
}

function zoneTargetIn(row: Row): ZoneTarget {
  return { kind: choiceIn(row, 'target_kind', ['zone']), zone: zoneIn(row) };
}

function zoneIn(row: Row): Name {
  return absoluteIn(row, 'zone');
}

function absoluteIn(row: Row, column: string): Name {
  const name = textIn(row, column);
  if (!name.endsWith('.')) throw new RowError(`${column} is ${JSON.stringify(name)}, expected a name with its final dot`);
  return name;
}
