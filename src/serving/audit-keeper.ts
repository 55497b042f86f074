import { setImmediate } from 'node:timers/promises';
import type { AuditAccess, AuditQuestion, NewAuditEntry } from '../api/audit-access.ts';
import { NotStored } from '../api/operations.ts';
import type { Clock } from '../lib/clock.ts';
import type { AuditVerdict, SealedEntry } from '../model/audit.ts';
import type { Audit } from '../store/audit.ts';
import { type AuditRow, brokenAt } from '../store/audit-chain.ts';

export interface AuditKeeperOptions {
  readonly store: Audit;
  readonly clock: Clock;
  /** Told where the removal of old entries fails. */
  readonly onFault: (error: unknown) => void;
}

const DAY_MS = 86_400_000;
/** More than a year, so that a yearly review sees all of it. */
export const KEPT_MS = 400 * DAY_MS;
/** Some two gigabytes: what is changed hundreds of times a second may not fill the disk. */
export const KEPT_ENTRIES = 2_000_000;
/** So many are read or removed before others have their turn: some milliseconds. */
const AT_ONCE = 1000;

/** The audit: who changed what. Entries are removed when they are older than 400 days, or more than two million, which is itself an entry. */
export class AuditKeeper implements AuditAccess, Disposable {
  readonly #options: AuditKeeperOptions;
  #cancelTimer = () => {};

  constructor(options: AuditKeeperOptions) {
    this.#options = options;
    this.#watch(0);
  }

  append(entry: NewAuditEntry): void {
    const { store, clock } = this.#options;
    try {
      store.append({ at: new Date(clock.now()).toISOString(), ...entry });
    } catch (error) {
      throw new NotStored(`it could not be written to the audit: ${(error as Error).message}`, { cause: error });
    }
  }

  async *search({ order, after, fits }: AuditQuestion): AsyncGenerator<SealedEntry> {
    for await (const rows of this.#pages(order, after)) {
      for (const { body, hash } of rows) {
        const entry = { ...(JSON.parse(body) as Omit<SealedEntry, 'hash'>), hash };
        if (fits(entry)) yield entry;
      }
    }
  }

  async verify(): Promise<AuditVerdict> {
    const { cut, last } = this.#options.store.ends();
    const verdict = { entries: last.number - cut.number, first: last.number > cut.number ? cut.number + 1 : 0 };
    let before = cut;
    for await (const rows of this.#pages('oldest', cut.number)) {
      const fault = brokenAt(before, rows);
      if (fault) return { ...verdict, last: last.number, head: last.hash, fault };
      before = rows.at(-1)!;
    }
    return { ...verdict, last: last.number, head: last.hash, fault: undefined };
  }

  hashOf(number: number): string | undefined {
    return this.#options.store.rows(number, number)[0]?.hash;
  }

  [Symbol.dispose](): void {
    this.#cancelTimer();
  }

  /** The rows behind `after`, in an order; those that come meanwhile are left out. */
  async *#pages(order: AuditQuestion['order'], after?: number): AsyncGenerator<readonly AuditRow[]> {
    const { store } = this.#options;
    const { cut, last } = store.ends();
    const oldestFirst = order === 'oldest';
    let at = oldestFirst ? (after ?? cut.number) + 1 : Math.min((after ?? last.number + 1) - 1, last.number);
    while (oldestFirst ? at <= last.number : at > cut.number) {
      const rows = oldestFirst ? store.rows(at, Math.min(at + AT_ONCE - 1, last.number)) : store.rows(at - AT_ONCE + 1, at).toReversed();
      if (rows.length > 0) yield rows;
      at += oldestFirst ? AT_ONCE : -AT_ONCE;
      await setImmediate();
    }
  }

  #watch(delayMs: number): void {
    this.#cancelTimer = this.#options.clock.after(delayMs, () => this.#removeOld());
  }

  /** A part at a time: the first time after a long while there may be many. */
  #removeOld(): void {
    let more = false;
    try {
      more = this.#removeSome();
    } catch (error) {
      this.#options.onFault(error);
    }
    this.#watch(more ? 0 : DAY_MS);
  }

  /** Whether there are more. */
  #removeSome(): boolean {
    const { store, clock } = this.#options;
    const { cut, last } = store.ends();
    const oldest = new Date(clock.now() - KEPT_MS).toISOString();
    const rows = store.rows(cut.number + 1, Math.min(cut.number + AT_ONCE, last.number - 1));
    const old = rows.filter(({ number, body }) => number <= last.number - KEPT_ENTRIES || (JSON.parse(body) as { at: string }).at < oldest);
    const through = old.at(-1)?.number;
    if (through === undefined) return false;
    this.append(cutEntry(cut.number + 1, through));
    store.cut(through);
    return old.length === AT_ONCE;
  }
}

function cutEntry(from: number, through: number): NewAuditEntry {
  return {
    ...{ author: 'meridian', token: null, role: 'server', address: '', request: '', method: 'DELETE', path: '/v1/audit', zones: [] },
    ...{ status: 200, reason: 'older than 400 days, or more than two million entries', detail: null },
    changes: [{ kind: 'audit', target: `${from} to ${through}`, before: { entries: through - from + 1 }, after: null }],
  };
}
