import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../lib/clock.ts';
import type { KnownVantage } from '../model/vantage.ts';
import type { SavedVantage, Vantages } from '../store/vantages.ts';

export interface VantageKeeperOptions {
  /** What the store held at start. */
  readonly stored: readonly SavedVantage[];
  readonly store: Pick<Vantages, 'save' | 'forget'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly onFault: (error: unknown) => void;
}

/** When they were heard of is written down this often, and so is again what the store did not take. */
const WRITTEN_EVERY_MS = 60_000;

/** Keeps who the vantages are for the next run, which is to expect them back. */
export class VantageKeeper implements Disposable {
  readonly #options: VantageKeeperOptions;
  #saved: ReadonlyMap<string, SavedVantage>;
  /** Names that are still in the store although they are no vantages any more. */
  #gone: ReadonlySet<string> = new Set();
  #writtenMs = Number.NEGATIVE_INFINITY;
  #looked = false;

  constructor(options: VantageKeeperOptions) {
    this.#options = options;
    this.#saved = new Map(options.stored.map(vantage => [vantage.name, vantage]));
  }

  /** Takes who the vantages are; to be called whenever one came, went or changed, and every few seconds. A fault is told of, not thrown. */
  readonly look = (vantages: readonly KnownVantage[]): void => {
    const next = new Map(vantages.filter(({ dropped }) => !dropped).map(vantage => [vantage.name, this.#row(vantage)]));
    const changed = !isDeepStrictEqual(whoIs(next), whoIs(this.#saved));
    this.#gone = new Set([...this.#gone, ...this.#saved.keys()].filter(name => !next.has(name)));
    this.#saved = next;
    this.#looked = true;
    if (changed || this.#options.clock.monotonic() - this.#writtenMs >= WRITTEN_EVERY_MS) this.#write();
  };

  /** Writes down when they were heard of last. */
  [Symbol.dispose](): void {
    if (this.#looked) this.#write();
  }

  #row({ name, region, kind, version, heardAgoMs }: KnownVantage): SavedVantage {
    const nowMs = this.#options.clock.now();
    // The embedded one is there for as long as the run lasts, whether it has anything to probe or not: it tells when the run ended.
    if (kind === 'embedded') return { name, region, kind, heardAtMs: nowMs };
    // One that has not come back counts as heard of at the start, which it was not: restarts alone keep nobody in mind.
    const before = version === undefined ? this.#saved.get(name)?.heardAtMs : undefined;
    return { name, region, kind, heardAtMs: before ?? nowMs - heardAgoMs };
  }

  #write(): void {
    const { clock, store, onFault } = this.#options;
    this.#writtenMs = clock.monotonic();
    try {
      if (this.#gone.size > 0) store.forget([...this.#gone]);
      this.#gone = new Set();
      store.save([...this.#saved.values()]);
    } catch (error) {
      onFault(error);
    }
  }
}

/** What of them is written down as soon as it changes. */
function whoIs(vantages: ReadonlyMap<string, SavedVantage>): ReadonlyMap<string, unknown> {
  return new Map(Array.from(vantages, ([name, { region, kind }]) => [name, { region, kind }]));
}
