/**
 * Records that are being added. AliDNS marks a record by a second call, so one that was added before an answer was lost, or before the process
 * ended, bears no mark yet: what is noted here is known as ours by what it says.
 */
export interface Additions {
  /** Of records whose addition was begun and not yet marked; see `additionKey`. */
  has(key: string): boolean;
  note(key: string): void;
  settle(key: string): void;
}

/** What tells a record from all others that a name may have. */
export function additionKey(record: {
  readonly domain: string;
  readonly rr: string;
  readonly type: string;
  readonly line: string;
  readonly value: string;
}): string {
  const { domain, rr, type, line, value } = record;
  return [domain, rr, type, line, value].join(' ').toLowerCase();
}

/** Remembered for as long as the process runs. */
export function additionsInMemory(): Additions {
  const keys = new Set<string>();
  return { has: key => keys.has(key), note: key => void keys.add(key), settle: key => void keys.delete(key) };
}
