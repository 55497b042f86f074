import { displayName } from '../lib/dns-name.ts';
import { endpointKey } from '../lib/keys.ts';
import type { EndpointState } from '../model/effective.ts';
import type { OverrideIntent } from '../model/intent.ts';
import type { Endpoint, Pool } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import type { EndpointView, ResolutionView } from './contract.ts';
import type { Snapshot } from './operations.ts';
import { viewStanding } from './standing-view.ts';
import { presentMaintenance, presentOverride, presentTarget, presentTime, presentWeight, type Scenery } from './view.ts';

/** One endpoint: what the files declare, what was asked for, what was measured, and what steering goes by. */
export function viewEndpoint(scenery: Scenery, zone: Name, pool: Pool, endpoint: Endpoint): EndpointView {
  const target = { kind: 'endpoint', zone, pool: pool.name, endpoint: endpoint.name } as const;
  const state = stateOf(scenery.snapshot, zone, pool, endpoint);
  const { verdict, reason, sinceMs, wavering } = state.measured;
  return {
    zone: displayName(zone),
    pool: pool.name,
    name: endpoint.name,
    address: endpoint.address.text,
    resolution: viewResolution(scenery.snapshot, pool, endpoint, state),
    declared: { weight: endpoint.weight },
    intent: {
      weight: presentWeight(scenery.intentOf('weight', target)),
      override: presentOverride(scenery.intentOf('override', target)),
      maintenance: presentMaintenance(scenery.intentOf('maintenance', target)),
    },
    measured: { verdict, reason, since: presentTime(sinceMs), wavering },
    effective: {
      state: state.effective,
      weight: state.weight,
      override: state.override ?? null,
      held: viewHold(state),
      reason: whyEffective(state),
    },
    ...(scenery.standingsOf && { monitors: scenery.standingsOf(state.key).map(viewStanding) }),
  };
}

/** The state of one endpoint. Throws if the snapshot has none, which would be a fault of the control loop. */
export function stateOf(snapshot: Snapshot, zone: Name, pool: Pool, endpoint: Endpoint): EndpointState {
  const key = endpointKey(zone, pool.name, endpoint.name);
  const state = snapshot.states.get(key);
  if (!state) throw new Error(`the snapshot of generation ${snapshot.generation} has no state for ${key}`);
  return state;
}

/** What is known of a host that is answered with its addresses; null for every other endpoint. */
function viewResolution({ resolutions }: Snapshot, pool: Pool, { address }: Endpoint, state: EndpointState): ResolutionView | null {
  if (!pool.flatten || address.family !== 'host') return null;
  const { foundAtMs, failing } = resolutions.get(address.name) ?? {};
  return {
    addresses: state.addresses.map(({ text }) => text),
    found: foundAtMs === undefined ? null : presentTime(foundAtMs),
    failing: failing ? { since: presentTime(failing.sinceMs), reason: failing.reason } : null,
  };
}

function viewHold({ held }: EndpointState): EndpointView['effective']['held'] {
  return held ? { since: presentTime(held.sinceMs), because: held.because } : null;
}

function whyEffective({ override, intents, measured, held }: EndpointState): string {
  if (held) return `held by the brake: ${held.because}`;
  const winner = intents.find((intent): intent is OverrideIntent => intent.kind === 'override' && intent.state === override);
  if (!winner) return measured.reason;
  const what = winner.state === 'drain' ? 'drained' : `forced ${winner.state}`;
  return `${what} by ${winner.author} at ${presentTarget(winner.target)}: ${winner.reason}`;
}
