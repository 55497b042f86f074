/** Where the sites of the zone are, for `startLocalSites`: hangzhou has the endpoints a and b, the others a. */
export const FLEET_ADDRESSES = { hangzhou: ['127.0.0.10', '127.0.0.11'], beijing: ['127.0.0.20'], shanghai: ['127.0.0.30'] };

/** Its endpoints, as `POOL/ENDPOINT`. */
export const FLEET_ENDPOINTS = ['hangzhou/a', 'hangzhou/b', 'beijing/a', 'shanghai/a'] as const;

export interface FleetZoneFacts {
  /** Of the monitor that all pools have. */
  readonly port: number;
  /** Keys of the monitor besides type, port, path and interval. */
  readonly monitor?: string;
  /** More monitors and pools, as lines of those sections. */
  readonly monitors?: string;
  readonly pools?: string;
}

const MONITOR = 'timeout: 800ms, confirm: 100ms, fall: 2, rise: 2';

/**
 * A zone of three sites, each with a pool of its name. Its probes are slow enough for a busy machine: a vantage has no say that is silent
 * for 3.8 s.
 */
export function fleetZone({ port, monitor = MONITOR, monitors = '', pools = '' }: FleetZoneFacts): string {
  return `
sites:
  hangzhou: { country: CN }
  beijing: { country: CN }
  shanghai: { country: CN }
monitors:
  web: { type: http, path: /healthz, port: ${port}, interval: 1s, ${monitor} }
${monitors}
pools:
  hangzhou: { site: hangzhou, monitor: web, endpoints: { a: 127.0.0.10, b: 127.0.0.11 } }
  beijing: { site: beijing, monitor: web, endpoints: { a: 127.0.0.20 } }
  shanghai: { site: shanghai, monitor: web, endpoints: { a: 127.0.0.30 } }
${pools}
records:
  www: { ttl: 5s, steer: { failover: [hangzhou, beijing, shanghai] } }
  spare: { ttl: 5s, steer: { failover: [beijing, hangzhou, shanghai] } }
`;
}
