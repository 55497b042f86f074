import type { Break } from '../../src/stand-ins/behaviour.ts';
import { breakSite, type ControlResult, mendSite } from '../../src/stand-ins/control.ts';
import { type StandIn, StandInError, startStandIn } from '../../src/stand-ins/site.ts';
import { freePort } from './free-port.ts';

/** HTTP sites on loopback addresses that a test breaks and mends. All of them listen on one port, as one monitor has one. */
export interface LocalSites extends AsyncDisposable {
  readonly port: number;
  /** Closes the sockets of a site: from then on connections to it are refused. */
  close(site: string): Promise<void>;
  /** Lets a closed site listen again. */
  open(site: string): Promise<void>;
  break(site: string, how: Break): Promise<void>;
  mend(site: string): Promise<void>;
}

/** Starts a site at each list of addresses of 127.0.0.0/8 or ::1, by the sites' names. */
export async function startLocalSites(addresses: Readonly<Record<string, readonly string[]>>): Promise<LocalSites> {
  const { port, running } = await startOnOnePort(addresses);
  const runningSite = (site: string): StandIn => {
    const found = running.get(site);
    if (!found) throw new Error(`site ${site} is not running`);
    return found;
  };
  const close = async (site: string): Promise<void> => {
    await running.get(site)?.[Symbol.asyncDispose]();
    running.delete(site);
  };
  return {
    port,
    close,
    open: async site => void running.set(site, await start(site, addresses[site] ?? [], port)),
    break: async (site, how) => expectDone(await breakSite(runningSite(site), how)),
    mend: async site => expectDone(await mendSite(runningSite(site))),
    async [Symbol.asyncDispose]() {
      for (const site of [...running.keys()]) await close(site);
    },
  };
}

/** A port that is free on one address may be taken on another: then the next one is tried. */
async function startOnOnePort(addresses: Readonly<Record<string, readonly string[]>>) {
  for (;;) {
    const port = await freePort();
    const running = new Map<string, StandIn>();
    try {
      for (const [site, own] of Object.entries(addresses)) running.set(site, await start(site, own, port));
      return { port, running };
    } catch (error) {
      for (const site of running.values()) await site[Symbol.asyncDispose]();
      if (!(error instanceof StandInError && error.message.includes('another program listens'))) throw error;
    }
  }
}

function start(site: string, addresses: readonly string[], port: number): Promise<StandIn> {
  return startStandIn({ site, listeners: addresses.map(address => ({ address, port })) });
}

function expectDone(results: readonly ControlResult[]): void {
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length > 0) throw new Error(failed.map(({ message }) => message).join('; '));
}
