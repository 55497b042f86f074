import { type AnswerTable, createTraffic, type Traffic } from '../answer/table.ts';

/**
 * What the workers count of each table: an array a worker, which outlives its thread, and is read here at any time. It lives as long as its
 * table. A thread that was given up and comes back after all may take a count or two from its successor.
 */
export class TrafficBlocks {
  private readonly workers: number;
  private readonly blocks = new WeakMap<AnswerTable, readonly Traffic[]>();

  constructor(workers: number) {
    this.workers = workers;
  }

  /** The array that a worker, known by its number, counts in while it answers from `table`. */
  of(table: AnswerTable, worker: number): Traffic {
    const blocks = this.blocks.get(table) ?? Array.from({ length: this.workers }, () => createTraffic(table));
    this.blocks.set(table, blocks);
    return blocks[worker]!;
  }

  /** What all workers have counted of `table` so far, by traffic cell. */
  sum(table: AnswerTable): Float64Array {
    const sum = new Float64Array(table.cells.at(-1)!);
    for (const block of this.blocks.get(table) ?? []) for (let cell = 0; cell < sum.length; cell++) sum[cell]! += block[cell]!;
    return sum;
  }
}
