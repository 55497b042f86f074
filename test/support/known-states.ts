import type { Meridian } from './meridian.ts';

/** Waits until the log has said that each endpoint (`POOL/ENDPOINT` of example.com) has this measured verdict. */
export async function untilMeasured(meridian: Meridian, verdict: 'up' | 'down', endpoints: readonly string[], from = 0): Promise<void> {
  const keys = endpoints.map(endpoint => `example.com./${endpoint}`);
  for (const key of keys) await meridian.logLine(line => line.endpoint === key && line.measured === verdict, from);
}

/** The endpoints of `siteZone`. */
export const SITE_ENDPOINTS = ['hangzhou/a', 'hangzhou/b', 'beijing/a'] as const;
