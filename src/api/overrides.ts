import { overrideIntent } from './change.ts';
import { overrideChange } from './contract.ts';
import { releasingRoute, settingRoute } from './intent-routes.ts';
import { atEveryPlace } from './places.ts';
import type { ApiContext, Route } from './route.ts';

/** Overrides of an endpoint, a pool, or a whole site: forced up or down, or drained. */
export function overrideRoutes(context: ApiContext): Route[] {
  return atEveryPlace('override', (place, what) => [
    settingRoute(context, place, {
      method: 'PUT',
      summary: `Force ${what} up or down, or drain it`,
      body: overrideChange,
      intentOf: overrideIntent,
    }),
    releasingRoute(context, place, { kind: 'override', summary: `Release the override of ${what}: what is measured holds again` }),
  ]);
}
