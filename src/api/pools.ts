import type { z } from 'zod';
import { ballotsQuery, endpointDetail, poolAnswer, poolList } from './contract.ts';
import { findSteeredZone } from './find.ts';
import type { Operations } from './operations.ts';
import { viewPool } from './pool-view.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { endpointAt, poolAt } from './target.ts';
import { type StandingsOf, sceneryOf } from './view.ts';

/** Pools and endpoints: declared, intended, measured and in effect. */
export function poolRoutes({ operations }: ApiContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/zones/{zone}/pools',
      summary: 'The pools of a zone with their endpoints',
      query: ballotsQuery,
      answer: poolList,
      handle({ params, query }) {
        const snapshot = operations.snapshot();
        const { name, steering } = findSteeredZone(snapshot.declared, params.zone);
        const scenery = sceneryOf(snapshot, wantedStandings(operations, query));
        return { generation: snapshot.generation, pools: [...steering.pools.values()].map(pool => viewPool(scenery, name, pool)) };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}/pools/{pool}',
      summary: 'One pool with its endpoints',
      query: ballotsQuery,
      answer: poolAnswer,
      versioned: true,
      handle({ params, query }) {
        const snapshot = operations.snapshot();
        return { generation: snapshot.generation, ...poolAt(snapshot, params, wantedStandings(operations, query)).view() };
      },
    }),
    route({
      method: 'GET',
      url: '/zones/{zone}/pools/{pool}/endpoints/{endpoint}',
      summary: 'One endpoint, with what each vantage says of it',
      answer: endpointDetail,
      versioned: true,
      handle({ params }) {
        const snapshot = operations.snapshot();
        const view = endpointAt(snapshot, params, key => operations.standings(key)).view();
        return { generation: snapshot.generation, ...view, monitors: view.monitors ?? [] };
      },
    }),
  ];
}

/** Of thousands of endpoints and dozens of vantages the ballots are too many to come along unasked. */
function wantedStandings(operations: Operations, { ballots }: z.infer<typeof ballotsQuery>): StandingsOf | undefined {
  return ballots === 'true' ? key => operations.standings(key) : undefined;
}
