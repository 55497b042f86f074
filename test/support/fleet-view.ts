import type { EndpointView, FleetView, MonitorStandingView } from '../../src/api/contract.ts';
import { eventually } from './eventually.ts';
import type { Meridian } from './meridian.ts';

type Asked = Pick<Meridian, 'api'>;
export type VantageView = FleetView['vantages'][number];

const PATIENCE_MS = 30_000;

/** An endpoint of example.com as the API shows it, and its first monitor. */
export interface SeenEndpoint {
  readonly endpoint: EndpointView;
  readonly web: MonitorStandingView;
  /** What each vantage with a say sees: `embedded up, tokyo down`. */
  readonly says: string;
}

/** Looks at `POOL/ENDPOINT`. */
export async function seenEndpoint({ api }: Asked, path: string): Promise<SeenEndpoint> {
  const [pool, name] = path.split('/');
  const { body: endpoint } = await api<EndpointView>('GET', `/v1/zones/example.com/pools/${pool}/endpoints/${name}`);
  const web = endpoint.monitors![0]!;
  const heard = web.ballots.filter(({ silent }) => silent === null);
  return { endpoint, web, says: heard.map(({ vantage, verdict }) => `${vantage} ${verdict}`).join(', ') };
}

/** Looks until it fits. */
export function untilEndpoint(meridian: Asked, path: string, fits: (seen: SeenEndpoint) => boolean): Promise<SeenEndpoint> {
  let seen: SeenEndpoint | undefined;
  const ask = async () => {
    seen = await seenEndpoint(meridian, path);
    return fits(seen) ? seen : undefined;
  };
  return eventually(ask, { withinMs: PATIENCE_MS, tell: () => `${path} never was as expected: ${JSON.stringify(seen, null, 1)}` });
}

/** Looks until these vantages have a say and see this. */
export function untilSaid(meridian: Asked, path: string, expected: string): Promise<SeenEndpoint> {
  return untilEndpoint(meridian, path, ({ says }) => says === expected);
}

/** What the fleet is, by the names of the vantages. */
export async function vantagesOf({ api }: Asked): Promise<ReadonlyMap<string, VantageView>> {
  const { body } = await api<FleetView>('GET', '/v1/fleet');
  return new Map(body.vantages.map(vantage => [vantage.name, vantage]));
}

/** Looks at a vantage until it fits. */
export function untilVantage(meridian: Asked, name: string, fits: (vantage: VantageView) => boolean): Promise<VantageView> {
  let vantage: VantageView | undefined;
  const ask = async () => {
    vantage = (await vantagesOf(meridian)).get(name);
    return vantage && fits(vantage) ? vantage : undefined;
  };
  return eventually(ask, {
    withinMs: PATIENCE_MS,
    tell: () => `vantage ${name} never was as expected: ${JSON.stringify(vantage, null, 1)}`,
  });
}
