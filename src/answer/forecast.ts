import type { EndpointStates } from '../model/effective.ts';
import type { Client } from '../model/location.ts';
import { createDrawCache } from '../steering/draw-cache.ts';
import type { Outcome } from '../steering/policy.ts';
import { decideShape } from './compile.ts';
import { type Spread, spreadOf } from './endpoint-shares.ts';
import type { Shape } from './shape.ts';

/** What clients of one class come to. */
export interface ClassForecast {
  /** The same for the same outcome. */
  readonly spread: Spread;
  /** What it comes to where nothing is up, in the words of an explanation. */
  readonly resort: string | undefined;
}

/** Tells what a shape answers each of its client classes. */
export type Forecast = (shape: Shape) => readonly ClassForecast[];

const NOTHING: Spread = { shares: [], unanswered: 1 };

/** Forecasts under these states, by the code that decides answers. Each shape is decided once. */
export function forecastUnder(states: EndpointStates): Forecast {
  const cache = createDrawCache();
  const spreads = new Map<Outcome, Spread>();
  const known = new Map<Shape, readonly ClassForecast[]>();
  const spreadFor = (outcome: Outcome) => {
    const found = spreads.get(outcome) ?? spreadOf(outcome);
    spreads.set(outcome, found);
    return found;
  };
  const forecast = (shape: Shape, client: Client): ClassForecast => {
    const decision = decideShape(shape, client, states, { cache });
    return { spread: decision.kind === 'answer' ? spreadFor(decision.outcome) : NOTHING, resort: decision.resort };
  };
  return shape => {
    const found = known.get(shape) ?? shape.classes.map(client => forecast(shape, client));
    known.set(shape, found);
    return found;
  };
}
