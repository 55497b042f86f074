import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Metric } from '../api/operations.ts';
import type { Clock } from '../lib/clock.ts';
import { Histogram } from '../lib/histogram.ts';
import { StoreError, type StoreErrorCode } from '../store/errors.ts';
import { by, counter, gauge, histogram } from './metric.ts';

/** The main thread waits for the store: what takes long there holds up everything but answers. */
export class StoreMeter {
  readonly #directory: string;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #calls = new Map<string, Histogram>();
  readonly #errors: Record<StoreErrorCode, number> = {
    'in-use': 0,
    'not-a-directory': 0,
    unwritable: 0,
    corrupt: 0,
    newer: 0,
    full: 0,
    failed: 0,
  };
  /** One call may be made within another, which fails with the same error. */
  readonly #counted = new WeakSet<StoreError>();

  constructor(directory: string, clock: Pick<Clock, 'monotonic'>) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** The same store, with every call of its tables measured. */
  watch<S extends object>(store: S): S {
    return eachMember(store, (name, table) => {
      if (typeof table !== 'object' || table === null) return table;
      const calls = new Histogram();
      this.#calls.set(name, calls);
      return eachMember(table, (_, call) => (typeof call === 'function' ? this.#measured(call as Call, calls) : call));
    });
  }

  /** In Prometheus' terms. */
  metrics(): Metric[] {
    const sizes = { database: this.#sizeOf('meridian.db'), wal: this.#sizeOf('meridian.db-wal') };
    const rows = [...this.#calls].map(([table, counted]) => ({ labels: { table }, counted }));
    return [
      gauge('meridian_store_size_bytes', 'Size of the files of the store: the database, and its write-ahead log.', by('file', sizes)),
      histogram('meridian_store_call_seconds', 'How long calls of the store took, by table.', rows),
      counter('meridian_store_errors_total', 'Calls of the store that failed, by why.', by('reason', this.#errors)),
    ];
  }

  #measured(call: Call, calls: Histogram): Call {
    return (...args) => {
      const beganMs = this.#clock.monotonic();
      try {
        return call(...args);
      } catch (error) {
        this.#count(error);
        throw error;
      } finally {
        calls.observe((this.#clock.monotonic() - beganMs) / 1000);
      }
    };
  }

  #count(error: unknown): void {
    if (!(error instanceof StoreError) || this.#counted.has(error)) return;
    this.#counted.add(error);
    this.#errors[error.code]++;
  }

  /** 0 where there is no such file. */
  #sizeOf(file: string): number {
    return statSync(join(this.#directory, file), { throwIfNoEntry: false })?.size ?? 0;
  }
}

type Call = (...args: unknown[]) => unknown;

/** An object with the members of another, as `change` has them; methods know where they came from. */
function eachMember<T extends object>(from: T, change: (name: string, member: unknown) => unknown): T {
  const members = Object.entries(from).map(([name, member]) => [
    name,
    change(name, typeof member === 'function' ? member.bind(from) : member),
  ]);
  return Object.assign(Object.create(from), Object.fromEntries(members));
}
