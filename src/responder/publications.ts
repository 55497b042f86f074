import type { AnswerTable, TableChange } from '../answer/table.ts';
import type { Update } from './worker-protocol.ts';

/** Why a publication did not come to be. */
export class PublicationError extends Error {}

/** An order to carry out an update, the same for all workers. */
export interface UpdateOrder {
  readonly kind: 'update';
  readonly sequence: number;
  readonly update: Update;
}

interface Pending {
  readonly order: UpdateOrder;
  readonly waitingFor: Set<number>;
  readonly resolve: (generation: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Keeps the books of publications: which worker still has to confirm which update, and what a new worker must begin with.
 * Workers are known by their numbers. Each carries out its orders one after the other, so updates complete in the order they came.
 */
export class Publications {
  private table: AnswerTable;
  /** What came after `table` and was taken by all workers; a change stays as long as one of its decisions is the newest. */
  private readonly changes = new Map<TableChange, { live: number }>();
  private readonly newestOf = new Map<number, TableChange>();
  private readonly pending = new Map<number, Pending>();
  private generation: number;
  private sequence = 0;
  private ended = false;

  constructor(table: AnswerTable) {
    this.table = table;
    this.generation = table.generation;
  }

  /** What a new worker begins with; the orders of `join` come on top. */
  get base(): { readonly table: AnswerTable; readonly changes: readonly TableChange[] } {
    return { table: this.table, changes: [...this.changes.keys()] };
  }

  /**
   * Gives the order to send to each of `workers`, and the promise of its generation. The promise rejects with PublicationError if the
   * generation is not above all before it, if a worker cannot take the update, or at the end.
   */
  begin(update: Update, workers: readonly number[]): { readonly order: UpdateOrder | undefined; readonly done: Promise<number> } {
    const generation = generationOf(update);
    if (this.ended) return refused('the responder has ended');
    if (generation <= this.generation) return refused(`generation ${generation} is not above ${this.generation}`);
    this.generation = generation;
    const sequence = ++this.sequence;
    const order: UpdateOrder = { kind: 'update', sequence, update };
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.pending.set(sequence, { order, waitingFor: new Set(workers), resolve, reject });
    this.settle();
    return { order, done: promise };
  }

  /** The orders that `worker`, which begins with `base`, must still carry out. */
  join(worker: number): readonly UpdateOrder[] {
    return [...this.pending.values()].map(({ order, waitingFor }) => {
      waitingFor.add(worker);
      return order;
    });
  }

  confirm(worker: number, sequence: number): void {
    this.pending.get(sequence)?.waitingFor.delete(worker);
    this.settle();
  }

  refuse(sequence: number, cause: Error): void {
    this.pending.get(sequence)?.reject(new PublicationError(`the responder cannot take the update: ${cause.message}`, { cause }));
    this.pending.delete(sequence);
    this.settle();
  }

  /** `worker` is gone; nobody waits for it any longer. */
  leave(worker: number): void {
    for (const { waitingFor } of this.pending.values()) waitingFor.delete(worker);
    this.settle();
  }

  end(): void {
    this.ended = true;
    for (const { reject } of this.pending.values()) reject(new PublicationError('the responder has ended'));
    this.pending.clear();
  }

  private settle(): void {
    for (const [sequence, { order, waitingFor, resolve }] of this.pending) {
      if (waitingFor.size > 0) return;
      this.pending.delete(sequence);
      this.keep(order.update);
      resolve(generationOf(order.update));
    }
  }

  private keep(update: Update): void {
    if ('change' in update) this.keepChange(update.change);
    else {
      this.table = update.table;
      this.changes.clear();
      this.newestOf.clear();
    }
  }

  /** Changes that later ones have overtaken set by set are let go, so that the books do not grow with time. */
  private keepChange(change: TableChange): void {
    const kept = { live: 0 };
    this.changes.set(change, kept);
    for (const set of change.decisions.sets) {
      const before = this.changes.get(this.newestOf.get(set) ?? change);
      if (before && before !== kept) before.live--;
      if (this.newestOf.get(set) !== change) kept.live++;
      this.newestOf.set(set, change);
    }
    for (const [old, { live }] of this.changes) if (live === 0 && old !== change) this.changes.delete(old);
  }
}

function generationOf(update: Update): number {
  return 'change' in update ? update.change.generation : update.table.generation;
}

function refused(reason: string) {
  return { order: undefined, done: Promise.reject(new PublicationError(reason)) };
}
