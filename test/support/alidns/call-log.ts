/** One call as it came in. */
export interface LoggedCall {
  readonly action: string;
  readonly method: string;
  /** Milliseconds that never go backwards. */
  readonly atMs: number;
  readonly parameters: ReadonlyMap<string, string>;
  /** The code of what it was answered; undefined: it was done. */
  readonly code: string | undefined;
}

/** Calls in a second that an account may make, by action. */
export const QUOTAS: ReadonlyMap<string, number> = new Map([
  ['AddDomainRecord', 60],
  ['UpdateDomainRecord', 60],
  ['DeleteDomainRecord', 60],
  ['DescribeDomainRecords', 100],
]);

const SECOND_MS = 1000;

/** All calls, the first first. */
export class CallLog {
  readonly calls: LoggedCall[] = [];

  /** Calls of the last second. */
  recent(action: string, nowMs: number): number {
    let count = 0;
    for (let i = this.calls.length - 1; i >= 0 && this.calls[i]!.atMs > nowMs - SECOND_MS; i--)
      if (this.calls[i]!.action === action) count++;
    return count;
  }

  of(action: string): LoggedCall[] {
    return this.calls.filter(call => call.action === action);
  }

  /** The names of the actions that were called, in their order. */
  get actions(): string[] {
    return this.calls.map(({ action }) => action);
  }

  /** The most calls in any second; of those that change something, where no action is named. */
  mostInASecond(action?: string): number {
    const times = this.calls
      .filter(call => (action === undefined ? !/^(?:Describe|List)/.test(call.action) : call.action === action))
      .map(({ atMs }) => atMs);
    let [most, from] = [0, 0];
    for (let to = 0; to < times.length; to++) {
      while (times[from]! <= times[to]! - SECOND_MS) from++;
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
