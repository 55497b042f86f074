import { join } from 'node:path';
import { FLEET_ADDRESSES, FLEET_ENDPOINTS, type FleetZoneFacts, fleetZone } from './fleet-zone.ts';
import { untilMeasured } from './known-states.ts';
import { type LocalSites, startLocalSites } from './local-sites.ts';
import { type Meridian, startMeridian } from './meridian.ts';
import { type AgentSettings, isConnected, makeToken, type RunningAgent, runAgent } from './running-agent.ts';
import { type ZonesDirectory, zonesDirectory } from './zones-directory.ts';

/** The sites of `fleetZone`, all up, and Meridian with its own vantage, `embedded`. */
export interface FleetScene extends AsyncDisposable {
  readonly sites: LocalSites;
  readonly directory: ZonesDirectory;
  readonly meridian: Meridian;
  /** Starts the agent of a vantage, with a token of its own, and waits until it is connected. */
  agent(vantage: string, settings?: Partial<AgentSettings>): Promise<RunningAgent>;
}

export interface FleetSceneFacts extends Omit<FleetZoneFacts, 'port'> {
  readonly flags?: readonly string[];
}

/** Starts them; disposing ends all processes, then the sites, and removes the files. */
export async function startFleetScene({ flags = [], ...facts }: FleetSceneFacts = {}): Promise<FleetScene> {
  const stack = new AsyncDisposableStack();
  try {
    const sites = stack.use(await startLocalSites(FLEET_ADDRESSES));
    const directory = stack.use(await zonesDirectory({ 'example.com.yaml': fleetZone({ port: sites.port, ...facts }) }));
    const meridian = stack.use(await startMeridian({ ...directory, flags }));
    await untilMeasured(meridian, 'up', FLEET_ENDPOINTS);
    return {
      sites,
      directory,
      meridian,
      async agent(vantage, settings) {
        const agent = stack.use(await agentOf({ meridian, directory }, vantage, settings));
        await agent.logLine(isConnected);
        return agent;
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Starts the agent of a vantage, with a token of its own unless it is given one. */
export async function agentOf(
  { meridian, directory: { folder } }: Pick<FleetScene, 'meridian' | 'directory'>,
  vantage: string,
  settings: Partial<AgentSettings> = {},
): Promise<RunningAgent> {
  const tokenFile = settings.tokenFile ?? (await makeToken(meridian, folder, vantage)).file;
  return runAgent({ vantage, controller: meridian.apiUrl, spool: join(folder, `${vantage}.spool`), ...settings, tokenFile });
}
