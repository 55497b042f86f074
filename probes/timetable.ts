import type { Clock } from '../src/lib/clock.ts';

/** Many future moments behind one timer of the clock, so that 10,000 targets cost one. */
export interface Timetable extends Disposable {
  /**
   * Calls `run` once when the clock's monotonic time reaches `dueMs`, with the milliseconds by which it is late. The returned
   * function cancels it.
   */
  at(dueMs: number, run: (lateMs: number) => void): () => void;
}

interface Entry {
  readonly dueMs: number;
  /** Undefined once it is cancelled: it then stays in the heap until its time, and nothing happens. */
  run: ((lateMs: number) => void) | undefined;
}

/** The longest delay that a timer takes; later moments wake up in between. */
const LONGEST_DELAY_MS = 0x7fff_ffff;

/** Gives a timetable on `clock`. Disposed, it has no timer and takes no more moments. */
export function timetable(clock: Clock): Timetable {
  const heap: Entry[] = [];
  let disposed = false;
  let wakesAtMs = Number.POSITIVE_INFINITY;
  let disarm = () => {};

  const arm = () => {
    const first = heap[0];
    if (disposed || first === undefined || first.dueMs >= wakesAtMs) return;
    disarm();
    wakesAtMs = first.dueMs;
    disarm = clock.after(Math.min(Math.max(0, Math.ceil(first.dueMs - clock.monotonic())), LONGEST_DELAY_MS), wake);
  };
  const wake = () => {
    wakesAtMs = Number.POSITIVE_INFINITY;
    const nowMs = clock.monotonic();
    while (heap.length > 0 && heap[0]!.dueMs <= nowMs) {
      const { run, dueMs } = takeFirst(heap);
      run?.(nowMs - dueMs);
    }
    arm();
  };

  return {
    at(dueMs, run) {
      const entry: Entry = { dueMs, run: disposed ? undefined : run };
      add(heap, entry);
      arm();
      return () => {
        entry.run = undefined;
      };
    },
    [Symbol.dispose]() {
      disposed = true;
      heap.length = 0;
      disarm();
    },
  };
}

/** Adds to a binary min-heap by `dueMs`. */
function add(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.dueMs <= entry.dueMs) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

/** Takes the earliest entry out of a heap that is not empty. */
function takeFirst(heap: Entry[]): Entry {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]!.dueMs < heap[child]!.dueMs) child++;
    if (heap[child]!.dueMs >= last.dueMs) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
