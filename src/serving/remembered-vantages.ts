import type { SavedVantage } from '../store/vantages.ts';

const FORGOTTEN_MS = 3_600_000;

/**
 * The vantages whose agents are expected back: all that were heard of within an hour before the end of the last run, which is when
 * anything was heard of last. `embedded` is the name of the vantage within this process; that of the last run is gone with it.
 */
export function rememberedVantages(stored: readonly SavedVantage[], embedded: string): readonly SavedVantage[] {
  const endMs = Math.max(...stored.map(({ heardAtMs }) => heardAtMs));
  return stored.filter(({ name, kind, heardAtMs }) => kind === 'remote' && name !== embedded && endMs - heardAtMs <= FORGOTTEN_MS);
}
