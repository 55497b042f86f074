import type { SteeringNode } from '../model/steering.ts';
import type { Sight } from './policy.ts';

/** What may be taken for a client, best first, by the numbers of the children: branches that fit, and then the default. */
export class Preference {
  /** For each child the number of the first one that is the same tree: leading clients to either is leading them alike. */
  readonly ids: readonly number[];
  readonly #sights = new Map<string, Sight>();

  constructor(children: readonly SteeringNode[]) {
    const first = new Map<string, number>();
    this.ids = children.map((child, i) => {
      const text = JSON.stringify(child);
      const id = first.get(text) ?? i;
      first.set(text, id);
      return id;
    });
  }

  /** The sight of a client who gets the first of these that is up. */
  sight(preferred: readonly number[]): Sight {
    const key = [...new Set(preferred.map(child => this.ids[child]!))].join(',');
    const sight = this.#sights.get(key) ?? { key, reaches: key === '' ? [] : key.split(',').map(Number) };
    this.#sights.set(key, sight);
    return sight;
  }
}
