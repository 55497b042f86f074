import { endpointKey } from '../lib/keys.ts';
import type { EndpointKey } from '../model/health.ts';
import type { IntentTarget } from '../model/intent.ts';
import { recoverAnswer } from './contract.ts';
import type { Snapshot } from './operations.ts';
import { countStates } from './pool-view.ts';
import { type ApiContext, type ParamNames, type Route, route } from './route.ts';
import { endpointAt, type Found, poolAt, siteAt } from './target.ts';

/** `POST …/recover`: an operator says that what is well again may be up, whatever the recovery of its monitors. */
export function recoverRoutes(context: ApiContext): Route[] {
  return [
    recoverAt(context, '/zones/{zone}/pools/{pool}/endpoints/{endpoint}/recover', endpointAt),
    recoverAt(context, '/zones/{zone}/pools/{pool}/recover', poolAt),
    recoverAt(context, '/zones/{zone}/sites/{site}/recover', siteAt),
  ];
}

function recoverAt<const Url extends string>(
  { operations }: ApiContext,
  url: Url,
  at: (snapshot: Snapshot, params: Readonly<Record<ParamNames<Url>, string>>) => Found<unknown>,
): Route {
  const whom = url.includes('{endpoint}') ? 'an endpoint' : `the endpoints of ${url.includes('{pool}') ? 'a pool' : 'a whole site'}`;
  return route({
    method: 'POST',
    url,
    summary: `Let ${whom} be up again where well, whatever the recovery of the monitors, and forget the flaps`,
    answer: recoverAnswer,
    async handle({ params }) {
      const before = operations.snapshot();
      const keys = endpointsOf(before, at(before, params).target);
      const recovered = await operations.recover(keys);
      const { generation, states } = operations.snapshot();
      return { generation, endpoints: keys.length, recovered, ...countStates(keys.flatMap(key => states.get(key) ?? [])) };
    },
  });
}

/** The endpoints that a target stands for. */
function endpointsOf({ declared }: Snapshot, target: IntentTarget): EndpointKey[] {
  if (target.kind === 'endpoint') return [endpointKey(target.zone, target.pool, target.endpoint)];
  const pools = [...(declared.zones.get(target.zone)?.steering?.pools.values() ?? [])];
  const meant = pools.filter(({ name, site }) => (target.kind === 'site' ? site === target.site : name === target.pool));
  return meant.flatMap(({ name, endpoints }) => endpoints.map(endpoint => endpointKey(target.zone, name, endpoint.name)));
}
