import { type BrakeChange, Brakes, type KeptBrakes } from '../../../src/control/brakes/brakes.ts';
import type { Inputs } from '../../../src/control/loop.ts';
import { endpointState, indexIntents } from '../../../src/health/endpoint-state.ts';
import { parseEndpointKey } from '../../../src/lib/keys.ts';
import { NEVER_TURNS } from '../../../src/lib/outlook.ts';
import type { EndpointState } from '../../../src/model/effective.ts';
import type { EndpointKey, OverrideState, Verdict } from '../../../src/model/health.ts';
import type { Intent } from '../../../src/model/intent.ts';
import type { BrakeMark, Safety } from '../../../src/model/safety.ts';
import type { Steering } from '../../../src/model/steering.ts';
import { exampleZone, NO_LOCATIONS } from '../../answer/serve.ts';
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts';
import { override } from '../controlled.ts';

export const MINUTE_MS = 60_000;

/** At most half of a pool or a record within ten minutes, unless told otherwise. */
export function safety(more: Partial<Safety> = {}): Safety {
  const maxRemoved = { poolPercent: 50, recordPercent: 50 };
  return { maxRemoved, windowMs: 10 * MINUTE_MS, minHealthy: undefined, gate: 'auto', ...more };
}

/** `x/a` is endpoint a of pool x of example.com. */
export function keyOf(endpoint: string): EndpointKey {
  return `example.com./${endpoint}`;
}

/** The brakes of example.com, what they go by, and what the store has of them. */
export class BrakeScene {
  readonly clock: FakeClock;
  readonly marks = new Map<EndpointKey, BrakeMark>();
  readonly zones = new Set<string>();
  readonly changes: BrakeChange[] = [];
  brakes!: Brakes;
  #steering: Steering;
  #intents: readonly Intent[] = [];
  readonly #verdicts = new Map<EndpointKey, { readonly verdict: Verdict; readonly sinceMs: number }>();
  #states = new Map<EndpointKey, EndpointState>();

  constructor(steering: Steering, { clock = fakeClock(), down = [] }: { clock?: FakeClock; down?: readonly string[] } = {}) {
    this.clock = clock;
    this.#steering = steering;
    for (const endpoint of down) this.#verdicts.set(keyOf(endpoint), { verdict: 'down', sinceMs: clock.now() });
    this.restart();
  }

  /** As after the end of the process: only what the store has is known. */
  restart(): void {
    const kept: KeptBrakes = { zones: new Set(this.zones), marks: new Map(this.marks) };
    this.brakes = new Brakes({
      kept,
      clock: this.clock,
      onChange: change => this.#keep(change),
      onZone: (zone, isBraked) => void (isBraked ? this.zones.add(zone) : this.zones.delete(zone)),
    });
    this.#deriveAll();
  }

  redeclare(steering: Steering): void {
    this.#steering = steering;
    this.#deriveAll();
  }

  /** Turns verdicts all at once: `down('x/a', 'x/b')`. */
  down(...endpoints: readonly string[]): void {
    this.#turn('down', endpoints);
  }

  up(...endpoints: readonly string[]): void {
    this.#turn('up', endpoints);
  }

  /** Overrides an endpoint; undefined: releases it. */
  force(endpoint: string, state: OverrideState | undefined): void {
    const key = keyOf(endpoint);
    const others = this.#intents.filter(
      ({ kind, target }) => kind !== 'override' || JSON.stringify(target) !== JSON.stringify(override(key, 'up').target),
    );
    this.setIntents(state === undefined ? others : [...others, override(key, state)], [key]);
  }

  /** Opens the brake for a while; 0: closes it. */
  open(forMs: number): void {
    const others = this.#intents.filter(({ kind }) => kind !== 'brake');
    const target = { kind: 'zone', zone: 'example.com.' } as const;
    const facts = { author: 'admin', reason: 'it is real', createdAtMs: this.clock.now(), expiresAtMs: this.clock.now() + forMs };
    this.setIntents(forMs === 0 ? others : [...others, { kind: 'brake', target, ...facts }], [...this.#states.keys()]);
  }

  setIntents(intents: readonly Intent[], concerned: readonly EndpointKey[] = []): void {
    this.#intents = intents;
    this.#deriveSome(concerned);
  }

  /** Lets time pass; what is due is looked at when it is. */
  pass(ms: number): void {
    const untilMs = this.clock.now() + ms;
    for (let due = this.brakes.due; due && due.atMs <= untilMs; due = this.brakes.due) {
      this.clock.advance(due.atMs - this.clock.now());
      this.#deriveSome([due.endpoint]);
    }
    this.clock.advance(untilMs - this.clock.now());
  }

  state(endpoint: string): EndpointState {
    return this.#states.get(keyOf(endpoint))!;
  }

  get states(): ReadonlyMap<EndpointKey, EndpointState> {
    return this.#states;
  }

  /** Endpoints that are answered, as `x/a`. */
  get serving(): string[] {
    return this.#named(({ effective }) => effective === 'up' || effective === 'unknown');
  }

  get held(): string[] {
    return this.#named(({ held }) => held !== undefined);
  }

  #named(wanted: (state: EndpointState) => boolean): string[] {
    return [...this.#states.values()].filter(wanted).map(({ key }) => key.slice('example.com./'.length));
  }

  #keep(change: BrakeChange): void {
    this.changes.push(change);
    for (const { key, mark } of change.changed.keys()) {
      if (mark) this.marks.set(key, mark);
      else this.marks.delete(key);
    }
  }

  #turn(verdict: Verdict, endpoints: readonly string[]): void {
    for (const endpoint of endpoints) this.#verdicts.set(keyOf(endpoint), { verdict, sinceMs: this.clock.now() });
    this.#deriveSome(endpoints.map(keyOf));
  }

  get #inputs(): Inputs {
    return { declared: this.#declared(), locations: NO_LOCATIONS, intents: this.#intents };
  }

  #declared() {
    return { zones: new Map([['example.com.', exampleZone('', this.#steering)]]) };
  }

  #deriveAll(): void {
    const raw = [...this.#steering.pools.values()].flatMap(({ name, endpoints }) =>
      endpoints.map(each => this.#raw(`example.com./${name}/${each.name}`)),
    );
    this.#states = new Map(this.brakes.all(this.#inputs, new Map(raw.map(state => [state.key, state]))));
  }

  #deriveSome(keys: readonly EndpointKey[]): void {
    const raw = keys.map(key => this.#raw(key));
    for (const state of this.brakes.some(this.#inputs, raw)) this.#states.set(state.key, state);
  }

  #raw(key: EndpointKey): EndpointState {
    const parts = parseEndpointKey(key)!;
    const pool = this.#steering.pools.get(parts.pool)!;
    const endpoint = pool.endpoints.find(({ name }) => name === parts.endpoint)!;
    const { verdict, sinceMs } = this.#verdicts.get(key) ?? { verdict: 'up', sinceMs: 0 };
    const measured = { verdict, reason: verdict === 'up' ? 'status 200' : 'status 503', sinceMs, wavering: false, outlook: NEVER_TURNS };
    return endpointState({ zone: parts.zone, pool, endpoint, measured, intents: indexIntents(this.#intents, this.clock.now()) });
  }
}
