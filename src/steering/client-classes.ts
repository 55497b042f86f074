import type { Client } from '../model/location.ts';
import type { ClientView } from './client-view.ts';

/** How a view classes some clients: clients of one class are treated alike, whatever is up. */
export interface Classed {
  /** By client its class, counted from 0 in the order in which they are met. */
  readonly classOf: Uint32Array;
  /** By class the first client of it. */
  readonly firstOf: readonly number[];
}

/** Classes the same clients by many views. What views have in common, as whole trees or below, is classed once. */
export class Classifier {
  readonly #clients: readonly Client[];
  readonly #known = new Map<string, Classed>();

  constructor(clients: readonly Client[]) {
    this.#clients = clients;
  }

  /** Only what a client can be led to counts for its class. */
  classify(view: ClientView): Classed {
    const known = this.#known.get(view.signature) ?? this.#classify(view);
    this.#known.set(view.signature, known);
    return known;
  }

  #classify({ see, below }: ClientView): Classed {
    const children = below.map(view => view && this.classify(view).classOf);
    const looking = children.flatMap((classOf, child) => (classOf ? [child] : []));
    const clients = this.#clients;
    const classOf = new Uint32Array(clients.length);
    const firstOf: number[] = [];
    const ids = new Map<string, number>();
    for (let client = 0; client < clients.length; client++) {
      const sight = see?.(clients[client]!);
      let key = sight?.key ?? '';
      for (const child of looking.length === 0 ? looking : (sight?.reaches ?? looking)) key += `;${children[child]?.[client] ?? ''}`;
      let id = ids.get(key);
      if (id === undefined) {
        id = firstOf.push(client) - 1;
        ids.set(key, id);
      }
      classOf[client] = id;
    }
    return { classOf, firstOf };
  }
}
