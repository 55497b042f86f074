import { endpointAnswer, poolAnswer, poolList } from './contract.ts';
import { findSteeredZone } from './find.ts';
import { viewPool } from './pool-view.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { endpointAt, poolAt } from './target.ts';
import { sceneryOf } from './view.ts';

/** Pools and endpoints: declared, intended, measured and in effect. */
export function poolRoutes({ operations }: ApiContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/zones/{zone}/pools',
      summary: 'The pools of a zone with their endpoints',
      answer: poolList,
      handle({ params }) {
        const snapshot = operations.snapshot();
        const { name, steering } = findSteeredZone(snapshot.declared, params.zone);
        const scenery = sceneryOf(snapshot);
        return { generation: snapshot.generation, pools: [...steering.pools.values()].map(pool => viewPool(scenery, name, pool)) };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}/pools/{pool}',
      summary: 'One pool with its endpoints',
      answer: poolAnswer,
      handle({ params }) {
        const snapshot = operations.snapshot();
        return { generation: snapshot.generation, ...poolAt(snapshot, params).view() };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}/pools/{pool}/endpoints/{endpoint}',
      summary: 'One endpoint',
      answer: endpointAnswer,
      handle({ params }) {
        const snapshot = operations.snapshot();
        return { generation: snapshot.generation, ...endpointAt(snapshot, params).view() };
      },
    }),
  ];
}
