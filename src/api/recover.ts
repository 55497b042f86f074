import { endpointKey } from '../lib/keys.ts';
import type { EndpointKey } from '../model/health.ts';
import type { IntentTarget } from '../model/intent.ts';
import { recoverAnswer } from './contract.ts';
import type { Snapshot } from './operations.ts';
import { atEveryPlace } from './places.ts';
import { countStates } from './pool-view.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTarget } from './view.ts';

/** `POST …/recover`: an operator says that what is well again may be up, whatever the recovery of its monitors. */
export function recoverRoutes({ operations }: ApiContext): Route[] {
  return atEveryPlace('recover', ({ url, at }, what) => [
    route({
      method: 'POST',
      url,
      summary: `Let ${whomAt(what)} be up again where well, whatever the recovery of the monitors, and forget the flaps`,
      answer: recoverAnswer,
      async handle({ params, recording }) {
        const before = operations.snapshot();
        const { target } = at(before, params);
        const keys = endpointsOf(before, target);
        const recovered = await operations.recover(keys);
        recording.tell([{ kind: 'recover', target: presentTarget(target), before: null, after: { endpoints: keys.length, recovered } }]);
        const { generation, states } = operations.snapshot();
        return { generation, endpoints: keys.length, recovered, ...countStates(keys.flatMap(key => states.get(key) ?? [])) };
      },
    }),
  ]);
}

function whomAt(what: string): string {
  return what === 'an endpoint' ? what : `the endpoints of ${what}`;
}

/** The endpoints that a target stands for. */
function endpointsOf({ declared }: Snapshot, target: IntentTarget): EndpointKey[] {
  if (target.kind === 'endpoint') return [endpointKey(target.zone, target.pool, target.endpoint)];
  const pools = [...(declared.zones.get(target.zone)?.steering?.pools.values() ?? [])];
  const meant = pools.filter(({ name, site }) => (target.kind === 'site' ? site === target.site : name === target.pool));
  return meant.flatMap(({ name, endpoints }) => endpoints.map(endpoint => endpointKey(target.zone, name, endpoint.name)));
}
