/** What a judgement came to. */
export interface Judged {
  /** Whether the verdict is another than before. */
  readonly turned: boolean;
  /** Whether observations speak against it. */
  readonly doubted: boolean;
  /** Whether it is known, and somebody has looked. */
  readonly seen: boolean;
}

/** For how long a verdict has been steady since it turned. All times are of the monotonic clock. */
export class Steadiness {
  /** Since when it is steady: Infinity until somebody has looked, -Infinity once it is settled. */
  #sinceMs = Number.POSITIVE_INFINITY;

  /** A verdict from before the start is settled as soon as somebody has looked and it has stayed. */
  note({ turned, doubted, seen }: Judged, nowMs: number): void {
    if (turned || (doubted && Number.isFinite(this.#sinceMs))) this.#sinceMs = nowMs;
    else if (seen && this.#sinceMs === Number.POSITIVE_INFINITY) this.#sinceMs = Number.NEGATIVE_INFINITY;
  }

  /** Nothing is known any more. */
  reset(): void {
    this.#sinceMs = Number.POSITIVE_INFINITY;
  }

  /** When it is settled if it is steady for `spanMs`; -Infinity where it is. What is settled once stays so until it turns, whatever the span is then. */
  settlesAtMs(spanMs: number, nowMs: number): number {
    if (nowMs >= this.#sinceMs + spanMs) this.#sinceMs = Number.NEGATIVE_INFINITY;
    return this.#sinceMs + spanMs;
  }
}
