import { countAddresses } from '../geo/address-counts.ts';
import type { ClientBasis } from '../model/whatif.ts';
import type { Compiled } from './compile.ts';
import type { Shape } from './shape.ts';
import { CLASSING } from './table.ts';
import { type SteeredSet, trafficOf } from './traffic.ts';

/** Weights of clients by country (ISO 3166-1 alpha-2); `*` is shared by all countries that are not named. Not negative, and not all 0. */
export type CountryWeights = ReadonlyMap<string, number>;

export interface ClientSources {
  /** Answers counted, by traffic cell. */
  readonly counted: Float64Array;
  /** Asked for: these count, and no traffic. */
  readonly countries?: CountryWeights | undefined;
}

/**
 * How many answers the addresses of a record set's clients are worth. A few answers say little of who the clients are, and counts begin anew at each
 * start; so they are added to a prior, the pseudo-counts of a Dirichlet distribution: with few counts the addresses decide, with many the counts.
 */
export const PRIOR_ANSWERS = 1000;

/** What the clients of one record set are made of. */
export interface Clients {
  readonly basis: ClientBasis;
  /** By client class; they sum to 1. */
  readonly weights: Float64Array;
  /** Answers counted. */
  readonly answers: number;
}

/** Weighs the client classes of record sets: by country where weights are given, else by the traffic of the set and by addresses. */
export class ClassWeights {
  /** Countries that weights were given for, and that have no address. */
  readonly withoutAddresses: readonly string[];
  readonly #compiled: Compiled;
  readonly #sources: ClientSources;
  /** By client table: the weight of each kind of client. */
  readonly #kinds = new Map<number, Float64Array>();
  /** By shape: the weight of each class, before anything was counted. */
  readonly #classes = new Map<Shape, Float64Array>();
  #addresses: ReadonlyMap<string, number> | undefined;

  constructor(compiled: Compiled, sources: ClientSources) {
    this.#compiled = compiled;
    this.#sources = sources;
    this.withoutAddresses = [...(sources.countries?.keys() ?? [])].filter(country => country !== '*' && !this.#byCountry().has(country));
  }

  of({ set, shape }: SteeredSet): Clients {
    const { counted, countries } = this.#sources;
    const traffic = trafficOf(this.#compiled, counted, set);
    const answers = traffic.reduce((sum, count) => sum + count, 0);
    if (countries) return { basis: 'countries', weights: this.#classesOf(shape), answers };
    const prior = this.#classesOf(shape);
    if (answers === 0) return { basis: 'addresses', weights: prior, answers };
    const weights = normalized(traffic.map((count, i) => count + PRIOR_ANSWERS * prior[i]!));
    return { basis: 'traffic_and_addresses', weights, answers };
  }

  #classesOf(shape: Shape): Float64Array {
    const told = () => normalized(this.#sumKinds(shape));
    const weights = this.#classes.get(shape) ?? (this.#sources.countries ? told() : withoutZeros(told()));
    this.#classes.set(shape, weights);
    return weights;
  }

  #sumKinds({ classing, classes }: Shape): Float64Array {
    const sums = new Float64Array(classes.length);
    if (classing === undefined) return sums;
    const words = this.#compiled.table.classings;
    const row = classing * CLASSING.WIDTH;
    const kinds = this.#kindsOf(words[row + CLASSING.TABLE]!);
    const classOf = words[row + CLASSING.CLASS_OF]!;
    kinds.forEach((weight, kind) => {
      sums[words[classOf + kind]!]! += weight;
    });
    return sums;
  }

  #kindsOf(table: number): Float64Array {
    const known = this.#kinds.get(table);
    if (known) return known;
    const { prefixes } = this.#compiled.table.clients[table]!;
    const { prefixes: located, locations } = this.#compiled.locations;
    const byCountry = new Map([...this.#byCountry().keys()].map(country => [country, this.#factorOf(country)]));
    const factors = locations.map(({ country = '' }) => byCountry.get(country) ?? 0);
    const kinds: number[] = [];
    countAddresses(prefixes, located, (kind, location, addresses) => {
      kinds[kind] = (kinds[kind] ?? 0) + (location === NOWHERE ? 0 : addresses * factors[location]!);
    });
    const weights = Float64Array.from(kinds);
    this.#kinds.set(table, weights);
    return weights;
  }

  /** What one address of a country weighs. */
  #factorOf(country: string): number {
    const { countries } = this.#sources;
    if (!countries) return 1;
    const weight = countries.get(country);
    if (weight !== undefined) return weight / this.#byCountry().get(country)!;
    const others = [...this.#byCountry()].reduce((sum, [other, addresses]) => sum + (countries.has(other) ? 0 : addresses), 0);
    return (countries.get('*') ?? 0) / others;
  }

  /** Addresses by country; those of no country, but of a known place, under ''. */
  #byCountry(): ReadonlyMap<string, number> {
    if (this.#addresses) return this.#addresses;
    const { prefixes, locations } = this.#compiled.locations;
    const counts = new Map<string, number>();
    countAddresses(prefixes, prefixes, (location, _, addresses) => {
      const { country = '' } = locations[location]!;
      if (location !== NOWHERE) counts.set(country, (counts.get(country) ?? 0) + addresses);
    });
    this.#addresses = counts;
    return counts;
  }
}

/** The location of addresses that the database does not have. */
const NOWHERE = 0;

/** Clients without an IPv4 address that the database knows, such as those of an IPv6 block, exist all the same: one answer is shared by all classes. */
function withoutZeros(weights: Float64Array): Float64Array {
  const least = 1 / (PRIOR_ANSWERS * weights.length);
  return normalized(weights.map(weight => Math.max(weight, least)));
}

/** Summing to 1; all alike where there is nothing to go by. */
function normalized(weights: Float64Array): Float64Array {
  const sum = weights.reduce((running, weight) => running + weight, 0);
  return weights.map(weight => (sum > 0 ? weight / sum : 1 / weights.length));
}
