import { maintenanceIntent } from './change.ts';
import { maintenanceChange } from './contract.ts';
import { releasingRoute, settingRoute } from './intent-routes.ts';
import { atEveryPlace } from './places.ts';
import type { ApiContext, Route } from './route.ts';
import { windowErrors } from './window.ts';

/** Planned work on an endpoint, a pool, or a whole site: what happens meanwhile is no alarm. */
export function maintenanceRoutes(context: ApiContext): Route[] {
  return atEveryPlace('maintenance', (place, what) => [
    settingRoute(context, place, {
      method: 'PUT',
      summary: `Plan work on ${what}: verdicts and answers go on, but no change is an alarm or a flap, and recovery is automatic`,
      body: maintenanceChange,
      judge: windowErrors,
      intentOf: maintenanceIntent,
    }),
    releasingRoute(context, place, { kind: 'maintenance', summary: `End the planned work on ${what}, or call it off` }),
  ]);
}
