/** The YAML of a zone with two sites, hangzhou (127.0.0.10 and .11) and beijing (127.0.0.20), each with a pool of its name. */
export interface SiteZoneFacts {
  /** Of the monitor that both pools have. */
  readonly port: number;
  /** Keys of the monitor besides port and interval. */
  readonly monitor?: string;
  /** Of the monitor; default: FALL. */
  readonly fall?: number;
  readonly records: string;
  /** More pools, as lines of that section; so are the sites. */
  readonly pools?: string;
  readonly sites?: string;
}

/** The addresses of the zone's endpoints by site, for `startLocalSites`. */
export const SITE_ADDRESSES = { hangzhou: ['127.0.0.10', '127.0.0.11'], beijing: ['127.0.0.20'] };

export const INTERVAL_MS = 500;
export const FALL = 2;
export const RISE = 3;

/** Writes the zone; intervals are the shortest that there are, so that tests are quick. */
export function siteZone({
  port,
  monitor = 'type: http, path: /healthz',
  fall = FALL,
  records,
  pools = '',
  sites = '',
}: SiteZoneFacts): string {
  return `
sites:
  hangzhou: { country: CN, coordinates: [30.27, 120.15] }
  beijing: { country: CN, coordinates: [39.90, 116.40] }
${sites}
monitors:
  web: { ${monitor}, port: ${port}, interval: ${INTERVAL_MS}ms, timeout: 300ms, fall: ${fall}, rise: ${RISE} }
pools:
  hangzhou: { site: hangzhou, monitor: web, endpoints: { a: 127.0.0.10, b: 127.0.0.11 } }
  beijing: { site: beijing, monitor: web, endpoints: { a: 127.0.0.20 } }
${pools}
records:
${records}
`;
}
