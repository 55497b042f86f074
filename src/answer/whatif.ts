import type { EndpointStates } from '../model/effective.ts';
import type { RecordForecast, ResortShift, Shares, Shift, WhatIf } from '../model/whatif.ts';
import type { Name } from '../model/zone.ts';
import { ClassWeights, type ClientSources, type Clients } from './class-weights.ts';
import type { Compiled } from './compile.ts';
import { type ClassForecast, type Forecast, forecastUnder } from './forecast.ts';
import type { Shape } from './shape.ts';
import { differs, ShareTally } from './share-tally.ts';
import { type SteeredSet, steeredSets } from './traffic.ts';

export interface WhatIfInput extends ClientSources {
  readonly compiled: Compiled;
  /** That is served. */
  readonly generation: number;
  /** As endpoints are, and as they would be. */
  readonly before: EndpointStates;
  readonly after: EndpointStates;
  /** The record sets as they would be, by their ids; left out: as they are. */
  readonly shapesAfter?: readonly Shape[] | undefined;
  /** Whether record sets that would not change are told of, too. */
  readonly all: boolean;
}

type Side = keyof Shift;

const SIDES = ['before', 'after'] as const satisfies readonly Side[];

/**
 * What each record set, and all together, would be answered under other states, by the code that decides answers. Thousands of record sets
 * take seconds: it yields after each, so that whoever runs it can do other things in between.
 */
export function* whatIfInSteps(input: WhatIfInput): Generator<undefined, WhatIf> {
  const { compiled, generation, all, shapesAfter = compiled.shapes } = input;
  const weights = new ClassWeights(compiled, input);
  const forecasts = forecastsOf(input);
  const records: RecordForecast[] = [];
  for (const steered of steeredSets(compiled)) {
    records.push(forecastSet({ ...steered, would: shapesAfter[steered.set]! }, weights.of(steered), forecasts));
    yield;
  }
  const answers = records.reduce((sum, record) => sum + record.answers, 0);
  return {
    generation,
    answers,
    recordSets: records.length,
    withoutAddresses: weights.withoutAddresses,
    total: totalOf(records, answers),
    records: all ? records : records.filter(({ changes }) => changes),
  };
}

/** As `whatIfInSteps`, in one go. */
export function whatIf(input: WhatIfInput): WhatIf {
  const steps = whatIfInSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** What depends on no state that differs is decided once. */
function forecastsOf({ before, after }: WhatIfInput): Readonly<Record<Side, Forecast>> {
  const [as, would] = [forecastUnder(before), forecastUnder(after)];
  const depends = ({ endpoints }: Shape) => endpoints.some(key => before.get(key) !== after.get(key));
  return { before: as, after: shape => (depends(shape) ? would(shape) : as(shape)) };
}

/** A record set with the shape that it would have: of the same classes of clients. */
type SupposedSet = SteeredSet & { readonly would: Shape };

function forecastSet(steered: SupposedSet, clients: Clients, forecasts: Readonly<Record<Side, Forecast>>): RecordForecast {
  const { zone, owner, type, shape, would } = steered;
  const classes = { before: forecasts.before(shape), after: forecasts.after(would) };
  const shares = sharesOf(zone, classes, clients.weights);
  const resorts = resortsOf(classes, clients.weights);
  const comesToResort = classes.after.some(({ resort }, i) => resort !== undefined && resort !== classes.before[i]!.resort);
  const changes = comesToResort || [...shares.endpoints, shares.unanswered, ...resorts].some(differs);
  return { zone, owner, type, basis: clients.basis, answers: clients.answers, changes, comesToResort, resorts, ...shares };
}

type Classes = Readonly<Record<Side, readonly ClassForecast[]>>;

function sharesOf(zone: Name, classes: Classes, weights: Float64Array): Shares {
  const tally = new ShareTally();
  for (const side of SIDES) {
    for (const [{ shares, unanswered }, part] of sumBy(classes[side], weights, ({ spread }) => spread)) {
      for (const { pool, endpoint, address, share } of part > 0 ? shares : [])
        tally.add(side, { zone, pool: pool.name, endpoint: endpoint.name, addresses: [address], part: part * share });
      tally.addUnanswered(side, part * unanswered);
    }
  }
  return tally.finish();
}

function resortsOf(classes: Classes, weights: Float64Array): ResortShift[] {
  const [before, after] = SIDES.map(side => sumBy(classes[side], weights, ({ resort }) => resort));
  const all = new Set([...before!.keys(), ...after!.keys()].filter(resort => resort !== undefined));
  return [...all].map(because => ({ because, before: before!.get(because) ?? 0, after: after!.get(because) ?? 0 }));
}

/** The weights of the classes that have the same key, together. */
function sumBy<Key>(classes: readonly ClassForecast[], weights: Float64Array, keyOf: (each: ClassForecast) => Key): Map<Key, number> {
  const sums = new Map<Key, number>();
  classes.forEach((each, i) => {
    const key = keyOf(each);
    sums.set(key, (sums.get(key) ?? 0) + weights[i]!);
  });
  return sums;
}

/** Record sets count by their answers and one more, so that those of which none was counted are not left out. */
function totalOf(records: readonly RecordForecast[], answers: number): WhatIf['total'] {
  const tally = new ShareTally();
  for (const { endpoints, unanswered, ...record } of records) {
    const volume = record.answers + 1;
    for (const side of SIDES) {
      for (const row of endpoints) if (row[side] > 0) tally.add(side, { ...row, part: volume * row[side] });
      tally.addUnanswered(side, volume * unanswered[side]);
    }
  }
  return { basis: answers > 0 ? 'traffic' : 'even', ...tally.finish(Math.max(1, answers + records.length)) };
}
