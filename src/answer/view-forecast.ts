import type { DecidedSet, DecidedView, ViewKey } from '../model/cloud.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { Address, SteeredRecord } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { ClassWeights, type Clients } from './class-weights.ts';
import { type Compiled, decideShape } from './compile.ts';
import { type AddressShare, type Spread, spreadOf } from './endpoint-shares.ts';
import { type Forecast, forecastUnder } from './forecast.ts';
import type { Shape } from './shape.ts';
import type { AnswerTable } from './table.ts';
import { type SteeredSet, steeredSets } from './traffic.ts';
import { clientIn, viewAt, viewKeysOf } from './view-keys.ts';
import { untoldIn } from './view-losses.ts';

const TYPES = { ipv4: 'A', ipv6: 'AAAA', host: 'CNAME' } as const;

/**
 * What the steered record sets of a zone give the clients of each view, by the code that decides answers. A view whose clients are treated in
 * several ways gives what most of them get, counted by their addresses: traffic would make records of others change with the time of day.
 */
export function decideViews(compiled: Compiled, states: EndpointStates, zone: Name): DecidedSet[] {
  const forecast = forecastUnder(states);
  const weights = weightsOf(compiled);
  const known = new Map<Shape, Pick<DecidedSet, 'views' | 'known' | 'losses'>>();
  return [...steeredSets(compiled)]
    .filter(set => set.zone === zone)
    .map(set => {
      const { owner, shape } = set;
      const told = known.get(shape) ?? tell(set, { weights: weights.of({ ...set, shape: compiled.declared[set.set]! }), forecast, states });
      known.set(shape, told);
      const label = owner === zone ? '@' : owner.slice(0, -zone.length - 1);
      return { zone, owner, label, type: TYPES[shape.family], ttl: ttlOfRecord(shape.record), ...told };
    });
}

const weighed = new WeakMap<AnswerTable, ClassWeights>();

/** Counting the addresses of a database takes long, and is done once for each table. */
function weightsOf(compiled: Compiled): ClassWeights {
  const known = weighed.get(compiled.table) ?? new ClassWeights(compiled, { counted: new Float64Array(compiled.table.cells.at(-1)!) });
  weighed.set(compiled.table, known);
  return known;
}

/** Others cannot shorten it when a verdict is in doubt: it is the shortest at all times, or what the budget of loss allows. */
function ttlOfRecord({ ttl }: SteeredRecord): number {
  return ttl.budget ? ttl.maxSeconds : ttl.minSeconds;
}

interface Along {
  /** By client class. */
  readonly weights: Clients;
  readonly forecast: Forecast;
  readonly states: EndpointStates;
}

function tell(set: SteeredSet, along: Along): Pick<DecidedSet, 'views' | 'known' | 'losses'> {
  const { shape } = set;
  const keys = viewKeysOf(shape.record.steer);
  const byView = spreadsByView(set, new Set(keys), along);
  const losses = [...untoldIn(shape)];
  const views = keys.map((view): DecidedView => {
    const spreads = byView.get(view) ?? new Map([['', { spread: spreadFor(view, shape, along.states), weight: 1 }]]);
    const { spread: most, part } = heaviest([...spreads.values()]);
    if (spreads.size > 1)
      losses.push(`clients of ${view} are told apart by more than their place: all get what ${percent(part)} of them would`);
    if (most.unanswered > 0)
      losses.push(`${percent(most.unanswered)} of the clients of ${view} would get no ${TYPES[shape.family]} record`);
    return { view, shares: merged(most.shares, shape) };
  });
  return { views, known: knownOf(shape, along.states), losses };
}

/** What some of a view's clients come to, and what they weigh. */
interface Weighed {
  readonly spread: Spread;
  readonly weight: number;
}

/** By view, and in it by what is given, in words; no view without clients. */
function spreadsByView(set: SteeredSet, keys: ReadonlySet<ViewKey>, { weights, forecast }: Along): Map<ViewKey, Map<string, Weighed>> {
  const byView = new Map<ViewKey, Map<string, Weighed>>();
  const forecasts = forecast(set.shape);
  set.shape.classes.forEach(({ location }, i) => {
    const view = viewAt(location, keys);
    const spreads = byView.get(view) ?? new Map<string, Weighed>();
    byView.set(view, spreads);
    const { spread } = forecasts[i]!;
    const text = JSON.stringify([merged(spread.shares, set.shape), spread.unanswered]);
    spreads.set(text, { spread, weight: (spreads.get(text)?.weight ?? 0) + weights.weights[i]! });
  });
  return byView;
}

function spreadFor(view: ViewKey, shape: Shape, states: EndpointStates): Spread {
  const decision = decideShape(shape, clientIn(view), states);
  return decision.kind === 'answer' ? spreadOf(decision.outcome) : { shares: [], unanswered: 1 };
}

/** Of equals the first, so that the same inputs always come to the same. */
function heaviest(all: readonly Weighed[]): { readonly spread: Spread; readonly part: number } {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const { spread, weight } = all.reduce((best, each) => (each.weight > best.weight ? each : best));
  return { spread, part: total > 0 ? weight / total : 1 };
}

/** Pools may share an address; what gets nothing is left out, and the others get more for it. */
function merged(shares: readonly AddressShare[], { family }: Shape): DecidedView['shares'] {
  const byData = new Map<string, number>();
  for (const { endpoint, address, share } of shares) {
    const data = family === 'host' && endpoint.address.family === 'host' ? endpoint.address.name : address;
    byData.set(data, (byData.get(data) ?? 0) + share);
  }
  const total = [...byData.values()].reduce((sum, share) => sum + share, 0);
  return [...byData].map(([data, share]) => ({ data, share: share / total })).sort((a, b) => (a.data < b.data ? -1 : 1));
}

function knownOf({ endpoints, family }: Shape, states: EndpointStates): string[] {
  const addresses = endpoints.flatMap(key => states.get(key)!.addresses).filter(address => address.family === family);
  return [...new Set(addresses.map(dataOf))].sort();
}

function dataOf(address: Address): string {
  return address.family === 'host' ? address.name : address.text;
}

function percent(part: number): string {
  return `${Number((100 * part).toFixed(1))} %`;
}
