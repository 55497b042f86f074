/** How a site fails: connections to it are refused, as where its service has ended; or nothing answers, as where it has no power or network. */
export const FAILURES = ['refused', 'silent'] as const;
export type Failure = (typeof FAILURES)[number];

/** What every name server under test is told: a name that fails over from one address to another, and how both are watched. */
export interface Scene {
  /** The address that is answered until it fails, and the one that takes over. */
  readonly active: string;
  readonly standby: string;
  /** Of the site, at both addresses. */
  readonly sitePort: number;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row until an address is down, and successes until it is up again. */
  readonly fall: number;
  readonly rise: number;
  readonly ttl: TtlLimits;
  readonly failure: Failure;
}

/** Seconds. */
export interface TtlLimits {
  readonly min: number;
  readonly max: number;
}

export const ZONE = 'example.com';
export const NAME = `www.${ZONE}`;
export const HEALTH_PATH = '/healthz';
