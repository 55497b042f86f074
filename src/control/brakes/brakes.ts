import type { Clock } from '../../lib/clock.ts';
import type { EndpointState, EndpointStates } from '../../model/effective.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { BrakeMark } from '../../model/safety.ts';
import type { Name } from '../../model/zone.ts';
import type { Inputs } from '../loop.ts';
import { lay } from './lay.ts';
import type { Seat } from './layout.ts';
import { Orders } from './orders.ts';
import { ZoneBrake } from './zone-brake.ts';

/** What the store kept of the brakes. */
export interface KeptBrakes {
  /** The zones that had one. */
  readonly zones: ReadonlySet<Name>;
  readonly marks: ReadonlyMap<EndpointKey, BrakeMark>;
}

/** What a judgement changed in one zone. */
export interface BrakeChange {
  readonly zone: Name;
  readonly brake: ZoneBrake;
  /** With the marks of before; endpoints that are not declared any more may be among them. */
  readonly changed: ReadonlyMap<Seat, BrakeMark | undefined>;
}

export interface BrakesOptions {
  readonly kept: KeptBrakes;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Told of every zone in which something changed. */
  readonly onChange: (change: BrakeChange) => void;
  /** Told of a zone that has a brake from now on, or none any more. */
  readonly onZone: (zone: Name, isBraked: boolean) => void;
}

/**
 * The brakes of all zones: they stand between the states that follow from verdicts and intents, and the answers. Zones without one cost
 * nothing, and those with one are judged where a verdict or an operator's word has changed.
 */
export class Brakes {
  readonly #options: BrakesOptions;
  readonly #zones = new Map<Name, ZoneBrake>();
  readonly #orders: Orders;
  /** When the monotonic clock stood at 0, by the wall clock as it was at the start: that one may be set. */
  readonly #epochMs: number;
  #isFirst = true;

  constructor(options: BrakesOptions) {
    this.#options = options;
    this.#orders = new Orders(options.clock);
    this.#epochMs = options.clock.now() - options.clock.monotonic();
  }

  /** The brake of a zone; undefined where it has none. */
  of(zone: Name): ZoneBrake | undefined {
    return this.#zones.get(zone);
  }

  get zones(): Iterable<readonly [Name, ZoneBrake]> {
    return this.#zones;
  }

  /** The time that marks are of: milliseconds since the epoch as the wall clock had it at the start, and never set from there on. */
  get nowMs(): number {
    return this.#epochMs + this.#options.clock.monotonic();
  }

  /** An endpoint to be looked at again although nothing changes, and when; undefined: there is none. */
  get due(): { readonly atMs: number; readonly endpoint: EndpointKey } | undefined {
    let first: ZoneBrake | undefined;
    for (const brake of this.#zones.values()) if (brake.dueAtMs < (first?.dueAtMs ?? Number.POSITIVE_INFINITY)) first = brake;
    return first && { atMs: first.dueAtMs, endpoint: first.held[0]!.key };
  }

  /** All states as they are answered, from what they are without brakes. */
  all(inputs: Inputs, states: EndpointStates): EndpointStates {
    this.#declare(inputs);
    if (this.#zones.size === 0) return states;
    const laid = new Map(states);
    for (const [zone, brake] of this.#zones) {
      for (const key of brake.layout.seats.keys()) brake.take(states.get(key)!);
      this.#settle(zone, brake);
      for (const seat of brake.held) laid.set(seat.key, lay(seat.state!, seat));
    }
    return laid;
  }

  /** The same of some states; with those of other endpoints that are held or let go because of them. */
  some(inputs: Inputs, states: readonly EndpointState[]): readonly EndpointState[] {
    if (this.#zones.size === 0) return states;
    for (const zone of this.#orders.take(inputs)) this.#redeclare(zone, inputs);
    const all = new Map(states.map(state => [state.key, state]));
    for (const [zone, members] of Map.groupBy(states, ({ key }) => zoneOf(key))) {
      const brake = this.#zones.get(zone);
      if (!brake) continue;
      for (const state of members) brake.take(state);
      for (const { key, state } of this.#settle(zone, brake)) if (state) all.set(key, state);
    }
    return [...all.values()].map(state => this.lay(state));
  }

  /** A state with what is held at the moment: nothing is judged, and nothing changes. */
  lay(state: EndpointState): EndpointState {
    if (this.#zones.size === 0 || state.override !== undefined || state.measured.verdict !== 'down') return state;
    const seat = this.#zones.get(zoneOf(state.key))?.layout.seats.get(state.key);
    return seat ? lay(state, seat) : state;
  }

  #settle(zone: Name, brake: ZoneBrake): Iterable<Seat> {
    brake.settle({ nowMs: this.nowMs, open: this.#orders.isOpen(zone) });
    const changed = brake.takeChanged();
    if (changed.size > 0) this.#options.onChange({ zone, brake, changed });
    return changed.keys();
  }

  #declare(inputs: Inputs): void {
    const otherwise = this.#orders.take(inputs);
    for (const { name, steering } of inputs.declared.zones.values()) {
      const brake = this.#zones.get(name);
      if (!steering?.safety) continue;
      if (!brake) this.#begin(name, inputs);
      else if (brake.layout.steering !== steering || otherwise.has(name)) this.#redeclare(name, inputs);
    }
    for (const zone of this.#zones.keys()) if (!inputs.declared.zones.get(zone)?.steering?.safety) this.#end(zone);
    this.#isFirst = false;
  }

  #begin(zone: Name, { declared }: Inputs): void {
    const { kept, onZone } = this.#options;
    const steering = declared.zones.get(zone)!.steering!;
    const wasBraked = this.#isFirst && kept.zones.has(zone);
    const marks = wasBraked ? kept.marks : new Map();
    this.#zones.set(
      zone,
      new ZoneBrake({ zone, steering, safety: steering.safety!, steerOf: this.#orders.steerOf(zone) }, { marks, wasBraked }),
    );
    onZone(zone, true);
  }

  #redeclare(zone: Name, { declared }: Inputs): void {
    const steering = declared.zones.get(zone)?.steering;
    if (!steering?.safety) return;
    this.#zones.get(zone)?.redeclare({ zone, steering, safety: steering.safety, steerOf: this.#orders.steerOf(zone) });
  }

  #end(zone: Name): void {
    this.#zones.delete(zone);
    this.#options.onZone(zone, false);
  }
}

/** The zone of an endpoint: its key without the last two names. */
function zoneOf(key: EndpointKey): Name {
  return key.slice(0, key.lastIndexOf('/', key.lastIndexOf('/') - 1));
}
