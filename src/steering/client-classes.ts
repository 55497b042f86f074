import type { Client } from '../model/location.ts';
import type { ClientView } from './client-view.ts';

/** How a view classes some clients: clients of one class are treated alike, whatever is up. */
export interface Classed {
  /** By client its class, counted from 0 in the order in which they are met. */
  readonly classOf: Uint32Array;
  /** By class the first client of it. */
  readonly firstOf: readonly number[];
}

/** Clients to be classed by views that tell address blocks apart. */
export interface Crowd {
  /** Those without an address first, one for each place; behind them those with an address. */
  readonly clients: readonly Client[];
  /** How many have no address. */
  readonly places: number;
  /** By client the one without an address at the same place. */
  readonly placeOf: Uint32Array;
  /** By the text of a block the clients in it. */
  readonly inBlock: ReadonlyMap<string, readonly number[]>;
}

/** Classes the same clients by many views. What views have in common, as whole trees or below, is classed once. */
export class Classifier {
  readonly #crowd: Crowd;
  readonly #known = new Map<string, Classed>();

  constructor(crowd: Crowd) {
    this.#crowd = crowd;
  }

  /** Only what a client can be led to counts for its class; and a client in none of a view's blocks is as one without an address. */
  classify(view: ClientView): Classed {
    const known = this.#known.get(view.signature) ?? this.#classify(view);
    this.#known.set(view.signature, known);
    return known;
  }

  #classify(view: ClientView): Classed {
    const { clients, places, placeOf, inBlock } = this.#crowd;
    const classOf = new Uint32Array(clients.length);
    const firstOf: number[] = [];
    const keyOf = this.#keys(view);
    const ids = new Map<string, number>();
    const put = (client: number) => {
      const key = keyOf(client);
      let id = ids.get(key);
      if (id === undefined) {
        id = firstOf.push(client) - 1;
        ids.set(key, id);
      }
      classOf[client] = id;
    };
    for (let place = 0; place < places; place++) put(place);
    for (let client = places; client < clients.length; client++) classOf[client] = classOf[placeOf[client]!]!;
    for (const { text } of view.subnets) for (const client of inBlock.get(text) ?? []) put(client);
    return { classOf, firstOf };
  }

  #keys({ see, below }: ClientView): (client: number) => string {
    const { clients } = this.#crowd;
    const children = below.map(view => view && this.classify(view).classOf);
    const looking = children.flatMap((classOf, child) => (classOf ? [child] : []));
    return client => {
      const sight = see?.(clients[client]!);
      let key = sight?.key ?? '';
      for (const child of looking.length === 0 ? looking : (sight?.reaches ?? looking)) key += `;${children[child]?.[client] ?? ''}`;
      return key;
    };
  }
}

/** Clients whose addresses nobody looks at. */
export function placesOnly(clients: readonly Client[]): Crowd {
  return { clients, places: clients.length, placeOf: new Uint32Array(0), inBlock: new Map() };
}
