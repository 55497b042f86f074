import { FLEET_ADDRESSES } from './fleet-zone.ts';
import { freePort } from './free-port.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

type Site = keyof typeof FLEET_ADDRESSES;
const SITES = Object.keys(FLEET_ADDRESSES) as Site[];

/**
 * A network that one agent has for itself: its way to the controller, and its ways to the sites of `fleetZone`, which a test disturbs
 * without the other vantages noticing.
 */
export interface OwnNetwork extends AsyncDisposable {
  /** Where the agent finds the controller. */
  readonly url: string;
  readonly toController: TcpProxy;
  /** Probes of this agent that came so far. */
  probes(site: Site): number;
  /** Resets all connections to these sites; to all of them, where none is named. */
  cut(...sites: readonly Site[]): void;
  mend(...sites: readonly Site[]): void;
}

export interface OwnNetworkFacts {
  /** The URL of the controller. */
  readonly controller: string;
  /** The port of the sites. */
  readonly port: number;
}

/**
 * Starts it. The agent is told another port for its probes than the other vantages; all ports have five digits, so that the stream is as
 * long as it was.
 */
export async function startOwnNetwork({ controller, port }: OwnNetworkFacts): Promise<OwnNetwork> {
  const stack = new AsyncDisposableStack();
  const { own, ways } = await waysToSites(port, stack);
  const { hostname, port: apiPort } = new URL(controller);
  const [theirs, ours] = [`"port":${port}`, `"port":${own}`];
  const toController = stack.use(
    await startTcpProxy({
      to: { host: hostname, port: Number(apiPort) },
      rewrite: octets => (octets.includes(theirs) ? Buffer.from(octets.toString('latin1').replaceAll(theirs, ours), 'latin1') : octets),
    }),
  );
  const waysOf = (sites: readonly Site[]) => (sites.length > 0 ? sites : SITES).flatMap(site => ways[site]);
  return {
    url: `http://127.0.0.1:${toController.port}`,
    toController,
    probes: site => waysOf([site]).reduce((sum, { accepted }) => sum + accepted, 0),
    cut(...sites) {
      for (const way of waysOf(sites)) way.cut();
    },
    mend(...sites) {
      for (const way of waysOf(sites)) way.mend();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** A port that is free on one address may be taken on another: then the next one is tried. */
async function waysToSites(port: number, stack: AsyncDisposableStack) {
  for (;;) {
    const own = await freePort();
    const attempt = new AsyncDisposableStack();
    const start = async (host: string) => attempt.use(await startTcpProxy({ host, port: own, to: { host, port } }));
    const ways: Record<Site, TcpProxy[]> = { hangzhou: [], beijing: [], shanghai: [] };
    try {
      for (const site of SITES) for (const address of FLEET_ADDRESSES[site]) ways[site].push(await start(address));
      stack.use(attempt);
      return { own, ways };
    } catch (error) {
      await attempt.disposeAsync();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
