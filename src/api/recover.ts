import { endpointsAt } from '../lib/bearing.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import type { IntentTarget } from '../model/intent.ts';
import { recoverAnswer } from './contract.ts';
import { dryRun } from './dry-run.ts';
import type { DryRunView } from './dry-run-contract.ts';
import type { Operations } from './operations.ts';
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
      preview({ params }) {
        const { target } = at(operations.snapshot(), params);
        return foretellRecovery(operations, target);
      },
      async handle({ params, recording }) {
        const before = operations.snapshot();
        const { target } = at(before, params);
        const keys = endpointsAt(before.declared, target);
        const recovered = await operations.recover(keys);
        recording.tell([{ kind: 'recover', target: presentTarget(target), before: null, after: { endpoints: keys.length, recovered } }]);
        const { generation, states } = operations.snapshot();
        return { generation, endpoints: keys.length, recovered, ...countStates(keys.flatMap(key => states.get(key) ?? [])) };
      },
    }),
  ]);
}

/** What would come up: all that the vantages see well, and that waits. */
async function foretellRecovery(operations: Operations, target: IntentTarget): Promise<DryRunView> {
  const { declared, states } = operations.snapshot();
  const keys = endpointsAt(declared, target);
  const waiting = keys.filter(key => operations.standings(key).some(({ recovering }) => recovering !== undefined));
  const free = waiting.filter(key => states.get(key)?.override === undefined);
  const targets = free.map(key => ({ target: { kind: 'endpoint', ...parseEndpointKey(key)! } as const, state: 'up' as const }));
  const after = { endpoints: keys.length, recovered: waiting.length };
  const wire = targets.length === 0 ? undefined : await operations.whatIf({ targets, countries: undefined, all: false });
  return dryRun(operations, [{ kind: 'recover', target: presentTarget(target), before: null, after }], wire);
}

function whomAt(what: string): string {
  return what === 'an endpoint' ? what : `the endpoints of ${what}`;
}
