import type { EndpointKey, Measured, OverrideState } from './health.ts';
import type { Intent } from './intent.ts';
import type { Hold } from './safety.ts';
import type { Address } from './steering.ts';

/** What steering goes by: the measured verdict under the operator's override, or what a brake holds. */
export type EffectiveState = 'up' | 'down' | 'drain' | 'unknown';

/** One endpoint with everything that is known of it: declared, intended, measured and what follows. */
export interface EndpointState {
  readonly key: EndpointKey;
  readonly measured: Measured;
  /** The override that wins, of the endpoint, its pool or its site: down beats drain beats up. */
  readonly override: OverrideState | undefined;
  /** The intents that bear on this endpoint. */
  readonly intents: readonly Intent[];
  readonly effective: EffectiveState;
  /** Why it is up although it is measured down: a brake holds it. Left out: none does. */
  readonly held?: Hold | undefined;
  readonly declaredWeight: number;
  /** The weight in force: the intent's, else the declared one. */
  readonly weight: number;
  /** What answers carry: its own address; for a host name of a pool that flattens, the addresses found last, in order, or none yet. */
  readonly addresses: readonly Address[];
}

/** The state of every endpoint of every zone. */
export type EndpointStates = ReadonlyMap<EndpointKey, EndpointState>;
