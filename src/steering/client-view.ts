import type { Client } from '../model/location.ts';
import type { SteeringNode, Subnet } from '../model/steering.ts';
import type { ClientField, Scene } from './policy.ts';
import { policyOf } from './registry.ts';

/** How a whole tree looks at clients: what makes client classes. */
export interface ClientView {
  readonly fields: ReadonlySet<ClientField>;
  /** All address blocks that any of its nodes tells apart. */
  readonly subnets: readonly Subnet[];
  /** Trees of the same signature make the same classes of clients. */
  readonly signature: string;
  /** Clients of the same key are treated alike, whatever is up. */
  readonly keyOf: (client: Client) => string;
}

/** How a tree looks at clients; undefined where all are alike to it. Only what a client can be led to counts for its key. */
export function viewOf(root: SteeringNode, scene: Scene): ClientView | undefined {
  const below = policyOf(root)
    .children(root)
    .map(child => viewOf(child, scene));
  const look = scene.lookOf(root);
  const views = below.filter(view => view !== undefined);
  if (!look) return views.length === 0 ? undefined : together(views);
  return {
    fields: new Set([...look.fields, ...views.flatMap(({ fields }) => [...fields])]),
    subnets: [...(look.subnets ?? []), ...views.flatMap(({ subnets }) => subnets)],
    signature: `${look.signature}(${below.map(view => view?.signature ?? '').join(';')})`,
    keyOf(client) {
      const { key, reaches } = look.see(client);
      return views.length === 0 ? key : `${key}(${reaches.map(child => below[child]?.keyOf(client) ?? '').join(';')})`;
    },
  };
}

/** Of a node that treats all clients alike by itself. */
function together(views: readonly ClientView[]): ClientView {
  if (views.length === 1) return views[0]!;
  return {
    fields: new Set(views.flatMap(({ fields }) => [...fields])),
    subnets: views.flatMap(({ subnets }) => subnets),
    signature: `(${views.map(({ signature }) => signature).join(';')})`,
    keyOf: client => views.map(({ keyOf }) => keyOf(client)).join(';'),
  };
}
