import type { Monitor } from '../../src/model/monitor.ts';

/** What a monitor has besides its check where nothing is said: one vantage decides by its turns alone, as long as `confirmMs` is undefined. */
export const RHYTHM: Pick<Monitor, 'intervalMs' | 'timeoutMs' | 'fall' | 'rise' | 'confirmMs' | 'quorum' | 'recovery' | 'role'> = {
  intervalMs: 10_000,
  timeoutMs: 2000,
  fall: 2,
  rise: 3,
  confirmMs: undefined,
  quorum: { need: { kind: 'majority' }, perRegion: undefined },
  recovery: { kind: 'auto' },
  role: 'vote',
};
