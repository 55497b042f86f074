import { weightIntent } from './change.ts';
import { endpointAnswer, weightChange } from './contract.ts';
import { releasingRoute, settingRoute } from './intent-routes.ts';
import type { ApiContext, Route } from './route.ts';
import { endpointAt } from './target.ts';

const ENDPOINT = '/zones/{zone}/pools/{pool}/endpoints/{endpoint}';
const FOUND = { answer: endpointAnswer, at: endpointAt } as const;

/** The weight of an endpoint: set at run time, and given back to what the file says. */
export function weightRoutes(context: ApiContext): Route[] {
  return [
    settingRoute(
      context,
      { url: ENDPOINT, ...FOUND },
      { method: 'PATCH', summary: 'Change the weight of an endpoint', body: weightChange, intentOf: weightIntent },
    ),
    releasingRoute(
      context,
      { url: `${ENDPOINT}/weight`, ...FOUND },
      { kind: 'weight', summary: "Release the weight of an endpoint: the file's own holds again" },
    ),
  ];
}
