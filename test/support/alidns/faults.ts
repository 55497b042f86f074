/** What goes wrong with a call. */
export type Fault =
  /** Nothing is done, and this is told. */
  | { readonly kind: 'error'; readonly code: string; readonly status?: number }
  /** It is done, and the connection ends without an answer. */
  | { readonly kind: 'lost' }
  /** It is done, and the connection ends in the middle of the answer. */
  | { readonly kind: 'partial' }
  /** It is done twice, as where something on the way sends it again; the answer is that of the second time. */
  | { readonly kind: 'twice' }
  /** Something on the way answers in the service's stead, and nothing is done. */
  | { readonly kind: 'garbage' }
  /** It is done, and the answer comes when this resolves. */
  | { readonly kind: 'slow'; readonly until: Promise<unknown> };

interface Planned {
  readonly action: string;
  readonly fault: Fault;
  left: number;
}

/** The faults that a test has ordered. */
export class Faults {
  readonly #planned: Planned[] = [];

  /** The next calls of an action, or of `*`, meet with it; `times` may be infinite. */
  plan(action: string, fault: Fault, times = 1): void {
    this.#planned.push({ action, fault, left: times });
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** That of the call at hand. */
  take(action: string): Fault | undefined {
    const planned = this.#planned.find(each => each.left > 0 && (each.action === '*' || each.action === action));
    if (planned) planned.left -= 1;
    return planned?.fault;
  }
}
