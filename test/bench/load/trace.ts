/** What the steady load saw, answer by answer, in the order of the answers. */
export interface Trace {
  /** Milliseconds of the machine's monotonic clock, which all processes share. */
  readonly sentMs: Float64Array;
  readonly receivedMs: Float64Array;
  /** From which of its ports the question went. */
  readonly port: Float64Array;
  /** The last octet of the first address; 0 where the answer has none. */
  readonly octet: Float64Array;
}

const COLUMNS = 4;

/** Room for `capacity` answers over `memory`: one column behind the other. */
export function traceOver(memory: ArrayBuffer, capacity: number): Trace {
  const column = (index: number) => new Float64Array(memory, index * capacity * 8, capacity);
  return { sentMs: column(0), receivedMs: column(1), port: column(2), octet: column(3) };
}

export function traceOctets(capacity: number): number {
  return COLUMNS * capacity * 8;
}

/** Milliseconds from question to answer of those questions that were sent from `fromMs` to before `toMs`, sorted. */
export function latencies({ sentMs, receivedMs }: Trace, fromMs = 0, toMs = Number.POSITIVE_INFINITY): Float64Array {
  const chosen = [...sentMs.keys()].filter(i => sentMs[i]! >= fromMs && sentMs[i]! < toMs);
  return Float64Array.from(chosen, i => receivedMs[i]! - sentMs[i]!).sort();
}

/** The value below which `fraction` of the sorted values lie; NaN of none. */
export function percentile(sorted: Float64Array | readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}

/** The median of values in any order. */
export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
