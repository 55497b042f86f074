import { NotServed } from '../api/operations.ts';
import type { Control } from '../control/loop.ts';
import type { Health } from '../health/engine.ts';
import type { EndpointKey } from '../model/health.ts';
import { type CarryParts, carry } from './observe.ts';

export interface RecoverParts extends CarryParts {
  readonly health: Pick<Health, 'recover'>;
  readonly control: Pick<Control, 'verdictChanged' | 'behind'>;
}

/**
 * Lets endpoints be up that are well but wait, and forgets their flaps. Gives how many came up by it, once every worker serves them. Throws
 * NotServed where not every one does yet.
 */
export async function recoverEndpoints(endpoints: readonly EndpointKey[], { health, ...parts }: RecoverParts): Promise<number> {
  const changes = endpoints.flatMap(endpoint => health.recover(endpoint));
  await Promise.all(changes.map(change => carry(change, parts)));
  if (changes.length > 0 && parts.control.behind)
    throw new NotServed('the endpoints are recovered, and that goes out with the next update; not every worker serves it yet');
  const recovered = changes.filter(({ before, after }) => before.verdict !== 'up' && after.verdict === 'up');
  return new Set(recovered.map(({ endpoint }) => endpoint)).size;
}
