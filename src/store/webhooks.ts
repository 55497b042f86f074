import type Database from 'better-sqlite3';
import { EVENT_KINDS, EVENT_LEVELS, type EventKind } from '../model/event.ts';
import { WEBHOOK_TEMPLATES, type Webhook, type WebhookProgress } from '../model/webhook.ts';
import { guarded } from './errors.ts';
import {
  anyTextIn,
  choiceIn,
  integerIn,
  optionalTextIn,
  optionalTimeIn,
  type ReadRows,
  type Row,
  RowError,
  readRows,
  textIn,
  timeIn,
} from './row.ts';

/** A webhook with how far it has come. */
export interface SavedWebhook {
  readonly webhook: Webhook;
  readonly progress: WebhookProgress;
}

/** The table of webhooks. Each call is done whole or not at all. */
export interface Webhooks {
  /** Keeps a new one; what `also` writes is stored with it or not at all. */
  add(saved: SavedWebhook, also?: () => void): void;
  remove(id: string, also?: () => void): void;
  /** Notes how far these have come; those that are not there any more are left out. */
  progress(list: readonly (readonly [id: string, progress: WebhookProgress])[]): void;
  /** All of them, the oldest first. */
  list(): ReadRows<SavedWebhook>;
}

const FACTS = ['id', 'name', 'url', 'template', 'secret', 'kinds', 'zones', 'level', 'author', 'created_at_ms'];
const PROGRESS = ['through', 'delivered', 'dropped', 'last_success_at_ms', 'last_error', 'last_error_at_ms'];

/** The table in an open database whose schema is up to date. */
export function webhooksIn(database: Database.Database): Webhooks {
  const columns = [...FACTS, ...PROGRESS];
  const add = database.prepare(`INSERT INTO webhooks (${columns}) VALUES (${columns.map(column => `:${column}`)})`);
  const remove = database.prepare('DELETE FROM webhooks WHERE id = ?');
  const note = database.prepare(`UPDATE webhooks SET ${PROGRESS.map(column => `${column} = :${column}`)} WHERE id = :id`);
  const list = database.prepare<[], Row>('SELECT * FROM webhooks ORDER BY created_at_ms, id');
  const together = database.transaction((write: () => void, also?: () => void) => {
    write();
    also?.();
  });
  return {
    add: ({ webhook, progress }, also) =>
      guarded(database.name, () => together(() => void add.run({ ...factsRow(webhook), ...progressRow(progress) }), also)),
    remove: (id, also) => guarded(database.name, () => together(() => void remove.run(id), also)),
    progress: changed =>
      guarded(database.name, () =>
        together(() => {
          for (const [id, progress] of changed) note.run({ id, ...progressRow(progress) });
        }),
      ),
    list: () => guarded(database.name, () => readRows('webhooks', list.all(), readWebhook, ['url', 'secret'])),
  };
}

function factsRow({ id, name, url, template, secret, kinds, zones, level, author, createdAtMs }: Webhook): Row {
  return {
    id,
    name: name ?? null,
    url,
    template,
    secret: secret ?? null,
    kinds: kinds.join(' '),
    zones: zones?.join(' ') ?? null,
    level,
    author,
    created_at_ms: Math.round(createdAtMs),
  };
}

function progressRow({ through, delivered, dropped, lastSuccessAtMs, lastError }: WebhookProgress): Row {
  return {
    through,
    delivered,
    dropped,
    last_success_at_ms: lastSuccessAtMs === undefined ? null : Math.round(lastSuccessAtMs),
    last_error: lastError?.message ?? null,
    last_error_at_ms: lastError === undefined ? null : Math.round(lastError.atMs),
  };
}

function readWebhook(row: Row): SavedWebhook {
  return {
    webhook: {
      id: textIn(row, 'id'),
      name: optionalTextIn(row, 'name'),
      url: urlIn(row),
      template: choiceIn(row, 'template', WEBHOOK_TEMPLATES),
      secret: optionalTextIn(row, 'secret'),
      kinds: kindsIn(row),
      zones: optionalTextIn(row, 'zones')?.split(' '),
      level: choiceIn(row, 'level', EVENT_LEVELS),
      author: textIn(row, 'author'),
      createdAtMs: timeIn(row, 'created_at_ms'),
    },
    progress: readProgress(row),
  };
}

function readProgress(row: Row): WebhookProgress {
  const atMs = optionalTimeIn(row, 'last_error_at_ms');
  return {
    through: integerIn(row, 'through', 0, Number.MAX_SAFE_INTEGER),
    delivered: integerIn(row, 'delivered', 0, Number.MAX_SAFE_INTEGER),
    dropped: integerIn(row, 'dropped', 0, Number.MAX_SAFE_INTEGER),
    lastSuccessAtMs: optionalTimeIn(row, 'last_success_at_ms'),
    lastError: atMs === undefined ? undefined : { atMs, message: anyTextIn(row, 'last_error') },
  };
}

function urlIn(row: Row): string {
  const url = textIn(row, 'url');
  if (URL.canParse(url)) return url;
  throw new RowError('url is no URL');
}

function kindsIn(row: Row): EventKind[] {
  return textIn(row, 'kinds')
    .split(' ')
    .map(kind => choiceIn({ kinds: kind }, 'kinds', EVENT_KINDS));
}
