import { SITE_ENDPOINTS, untilMeasured } from './known-states.ts';
import { type LocalSites, startLocalSites } from './local-sites.ts';
import { type Meridian, startMeridian } from './meridian.ts';
import { SITE_ADDRESSES, type SiteZoneFacts, siteZone } from './site-zone.ts';
import { type ZonesDirectory, zonesDirectory } from './zones-directory.ts';

/** The sites of `siteZone`, all up, with Meridian that knows it. */
export interface SiteServer extends AsyncDisposable {
  readonly sites: LocalSites;
  readonly directory: ZonesDirectory;
  readonly meridian: Meridian;
  /** The YAML again with some facts changed. */
  yaml(facts: Partial<SiteZoneFacts>): string;
}

export interface SiteServerFacts extends Omit<SiteZoneFacts, 'port'> {
  readonly flags?: readonly string[];
}

/** Starts them; disposing ends Meridian first, then the sites, and removes the files. */
export async function startSiteServer({ flags = [], ...facts }: SiteServerFacts): Promise<SiteServer> {
  const stack = new AsyncDisposableStack();
  try {
    const sites = stack.use(await startLocalSites(SITE_ADDRESSES));
    const yaml = (changed: Partial<SiteZoneFacts>): string => siteZone({ port: sites.port, ...facts, ...changed });
    const directory = stack.use(await zonesDirectory({ 'example.com.yaml': yaml({}) }));
    const meridian = stack.use(await startMeridian({ ...directory, flags }));
    await untilMeasured(meridian, 'up', SITE_ENDPOINTS);
    return { sites, directory, meridian, yaml, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
