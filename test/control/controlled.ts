import { createLookup, type Lookup } from '../../src/answer/lookup.ts';
import { type Control, compileFirst, type Inputs, startControl, type Update } from '../../src/control/loop.ts';
import { createHealth, type Health } from '../../src/health/engine.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { EndpointState } from '../../src/model/effective.ts';
import type { MaintenanceIntent, OverrideIntent, WeightIntent } from '../../src/model/intent.ts';
import type { Pool, SteeredRecord } from '../../src/model/steering.ts';
import { deriveFrom } from '../../src/serving/health-inputs.ts';
import { exampleZone, NO_LOCATIONS } from '../answer/serve.ts';
import { monitor } from '../health/declare.ts';
import { failover, pool, record, steering } from '../steering/declare.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { addressesOf } from './addresses-of.ts';

/** Zone example.com with these pools, each endpoint watched by monitor `web` with fall 2 and rise 3. */
export function declared(pools: readonly Pool[], records: readonly SteeredRecord[]): Declared {
  const monitors = new Map([['web', monitor('web')]]);
  return { zones: new Map([['example.com.', exampleZone('', { ...steering(pools, records), monitors })]]) };
}

/** `www`: x, else y; `only`: z. Pool `spare` stands in no record set. */
export const SAMPLE = declared(
  [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']), pool('z', ['192.0.2.3', '192.0.2.4']), pool('spare', ['192.0.2.9'])],
  [record('www', failover('x', 'y')), record('only', 'z')],
);

export const X = 'example.com./x/a';
export const Y = 'example.com./y/a';
export const SPARE = 'example.com./spare/a';

const ENDPOINT = /^(.*)\/(.*)\/(.*)$/;

export function override(endpoint: string, state: 'up' | 'down' | 'drain', more: Partial<OverrideIntent> = {}): OverrideIntent {
  return { kind: 'override', state, ...about(endpoint), ...more };
}

export function weight(endpoint: string, to: number, more: Partial<WeightIntent> = {}): WeightIntent {
  return { kind: 'weight', weight: to, ...about(endpoint), ...more };
}

/** Planned work from the beginning of time to its end. */
export function maintenance(endpoint: string, more: Partial<MaintenanceIntent> = {}): MaintenanceIntent {
  return { kind: 'maintenance', ...about(endpoint), fromMs: 0, expiresAtMs: Number.MAX_SAFE_INTEGER, ...more };
}

function about(endpoint: string) {
  const [, zone = '', pool = '', name = ''] = ENDPOINT.exec(endpoint) ?? [];
  const target = { kind: 'endpoint', zone, pool, endpoint: name } as const;
  return { target, author: 'admin', reason: '', createdAtMs: 0, expiresAtMs: undefined };
}

/** The loop with a real health engine before it, and one worker behind it that a test can hold up or let fail. */
export class Controlled {
  readonly clock: FakeClock = fakeClock();
  readonly health: Health = createHealth({ restore: () => undefined, clock: this.clock });
  readonly control: Control;
  /** Every update that the worker was given, in order. */
  readonly updates: Update[] = [];
  /** `ENDPOINT EFFECTIVE` of every state that was told. */
  readonly told: string[] = [];
  readonly served: number[] = [];
  /** What becomes of the next updates; none: each is served at once. */
  readonly fates: (() => Promise<void> | void)[] = [];
  onState: (state: EndpointState) => void = () => {};
  #lookup: Lookup;
  /** Resolves when the worker has taken, or refused, what it was given so far. */
  #taken: Promise<unknown> = Promise.resolve();

  constructor(inputs: Partial<Inputs> = {}) {
    const whole = { declared: SAMPLE, locations: NO_LOCATIONS, intents: [], ...inputs };
    this.health.assign(whole.declared);
    const derive = deriveFrom(this.health, this.clock);
    const first = compileFirst(whole, derive, this.clock.now());
    this.#lookup = createLookup(first.compiled.table, seededRandom(1));
    this.control = startControl({
      first,
      derive,
      clock: this.clock,
      publish: update => this.#publish(update),
      onState: (_, after) => {
        this.told.push(`${after.key} ${after.effective}`);
        this.onState(after);
      },
      onServed: ({ generation }) => this.served.push(generation),
    });
  }

  /** Takes an observation in, as `+` or `-`, and hands on what it changed. */
  async observe(endpoint: string, results: string): Promise<void> {
    await Promise.all([...results].map(result => this.observeOne(endpoint, result === '+')));
  }

  /** One observation; where nothing is known a failure takes two, so that the endpoint is down by it. */
  observeOne(endpoint: string, ok: boolean, reason = ok ? 'status 200' : 'status 503'): Promise<number> | undefined {
    const observation = { target: `${endpoint}/web`, ok, reason, vantage: 'embedded', atMs: this.clock.now(), durationMs: 5 };
    if (!ok && this.health.measured(endpoint).verdict === 'unknown') this.health.observe(observation);
    const change = this.health.observe(observation);
    return change && this.control.verdictChanged(change.endpoint);
  }

  /** The addresses that the worker answers for a name of example.com, in order. */
  ask(label: string): string[] {
    return addressesOf(this.#lookup, `${label}.example.com.`);
  }

  /** Holds up the next update until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.fates.push(() => promise);
    return resolve;
  }

  /** Lets the next update fail. */
  refuse(message = 'refused'): void {
    this.fates.push(() => Promise.reject(new Error(message)));
  }

  /** As the responder's, which refuses a generation that is not above the last one it was given. */
  async #publish(update: Update): Promise<number> {
    const generation = generationOf(update);
    const last = this.updates.at(-1);
    if (generation <= (last ? generationOf(last) : 1)) throw new Error(`generation ${generation} was used before`);
    this.updates.push(update);
    const before = this.#taken;
    const fate = Promise.resolve(this.fates.shift()?.());
    this.#taken = Promise.allSettled([before, fate]);
    await Promise.all([fate, before]);
    if ('change' in update) this.#lookup.replace(structuredClone(update.change));
    else this.#lookup = createLookup(update.table, seededRandom(1));
    return generation;
  }
}

export function generationOf(update: Update): number {
  return 'change' in update ? update.change.generation : update.table.generation;
}

/** Lets everything that is under way in promises come to its end. */
export function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
