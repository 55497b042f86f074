import type { SteeringNode, Subnet } from '../model/steering.ts';
import type { ClientField, Look, Scene } from './policy.ts';
import { policyOf } from './registry.ts';

/** How a tree looks at clients: what makes client classes. Below each node stand the views of its children, undefined where they do not look. */
export interface ClientView {
  /** Trees of the same signature make the same classes of clients. */
  readonly signature: string;
  /** All that any of its nodes asks for. */
  readonly fields: ReadonlySet<ClientField>;
  /** All address blocks that any of its nodes tells apart. */
  readonly subnets: readonly Subnet[];
  /** What the root makes of a client; undefined: all are alike to it, and are led to each child that looks. */
  readonly see: Look['see'] | undefined;
  readonly below: readonly (ClientView | undefined)[];
}

/** How a tree looks at clients; undefined where all are alike to it. */
export function viewOf(root: SteeringNode, scene: Scene): ClientView | undefined {
  const below = policyOf(root)
    .children(root)
    .map(child => viewOf(child, scene));
  const look = scene.lookOf(root);
  const views = below.filter(view => view !== undefined);
  if (!look && views.length < 2) return views[0];
  return {
    signature: `${look?.signature ?? ''}(${(look ? below : views).map(view => view?.signature ?? '').join(';')})`,
    fields: new Set([...(look?.fields ?? []), ...views.flatMap(({ fields }) => [...fields])]),
    subnets: [...(look?.subnets ?? []), ...views.flatMap(({ subnets }) => subnets)],
    see: look?.see,
    below: look ? below : views,
  };
}
