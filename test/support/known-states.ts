import type { LogLine, Meridian } from './meridian.ts';

/** Waits until the log has said that each endpoint (`POOL/ENDPOINT` of example.com) has this measured verdict. */
export async function untilMeasured(meridian: Meridian, verdict: 'up' | 'down', endpoints: readonly string[], from = 0): Promise<void> {
  const keys = endpoints.map(endpoint => `example.com./${endpoint}`);
  for (const key of keys) await meridian.logLine(line => line.endpoint === key && line.measured === verdict, from);
}

/**
 * Waits until it is stored that an endpoint is down: a verdict is written down a moment after it turned, and a probe that began later
 * than that has ended by then. The log must have the level `trace`.
 */
export async function untilStored(meridian: Meridian, endpoint: string): Promise<void> {
  const turned = await meridian.logLine(line => line.measured === 'down' && line.endpoint === `example.com./${endpoint}`);
  const isLater = ({ time, observation }: LogLine): boolean =>
    observation !== undefined && Date.parse(time) > Date.parse(turned.time) + 250;
  await meridian.logLine(isLater);
}

/** The endpoints of `siteZone`. */
export const SITE_ENDPOINTS = ['hangzhou/a', 'hangzhou/b', 'beijing/a'] as const;

/**
 * Waits until every worker answers by all verdicts so far: an answer to a change follows the updates before it. The weight is the one of the
 * file, so the change makes no update itself.
 */
export async function untilServed(meridian: Meridian): Promise<void> {
  const weight = '/v1/zones/example.com/pools/hangzhou/endpoints/a';
  await meridian.api('PATCH', weight, { weight: 100 });
  await meridian.api('DELETE', `${weight}/weight`);
}
