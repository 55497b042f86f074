import type { z } from 'zod';
import { answerChange, maintenanceIntent, releasing, setting } from './change.ts';
import { endpointAnswer, maintenanceChange, poolAnswer, siteAnswer } from './contract.ts';
import type { Snapshot } from './operations.ts';
import { type ApiContext, type ParamNames, type Route, route } from './route.ts';
import { endpointAt, type Found, poolAt, siteAt } from './target.ts';
import { sceneryOf } from './view.ts';
import { windowErrors } from './window.ts';

/** Planned work on an endpoint, a pool, or a whole site: what happens meanwhile is no alarm. */
export function maintenanceRoutes(context: ApiContext): Route[] {
  return [
    ...maintenanceAt(context, '/zones/{zone}/pools/{pool}/endpoints/{endpoint}/maintenance', endpointAnswer, endpointAt),
    ...maintenanceAt(context, '/zones/{zone}/pools/{pool}/maintenance', poolAnswer, poolAt),
    ...maintenanceAt(context, '/zones/{zone}/sites/{site}/maintenance', siteAnswer, siteAt),
  ];
}

function maintenanceAt<const Url extends string, View>(
  { operations, clock }: ApiContext,
  url: Url,
  answer: z.ZodType<View & { generation: number }>,
  at: (snapshot: Snapshot, params: Readonly<Record<ParamNames<Url>, string>>) => Found<View>,
): Route[] {
  const what = url.includes('{endpoint}') ? 'an endpoint' : url.includes('{pool}') ? 'a pool' : 'a whole site';
  return [
    route({
      method: 'PUT',
      url,
      summary: `Plan work on ${what}: verdicts and answers go on, but no change is an alarm or a flap, and recovery is automatic`,
      body: maintenanceChange,
      judge: windowErrors,
      answer,
      handle({ params, body, author }) {
        const { target } = at(operations.snapshot(), params);
        const change = setting(maintenanceIntent(body, { target, author, nowMs: clock.now() }));
        return answerChange(operations, change, () => at(operations.snapshot(), params).view());
      },
    }),
    route({
      method: 'DELETE',
      url,
      summary: `End the planned work on ${what}, or call it off`,
      answer,
      handle({ params }) {
        const snapshot = operations.snapshot();
        const change = releasing(sceneryOf(snapshot), 'maintenance', at(snapshot, params).target);
        return answerChange(operations, change, () => at(operations.snapshot(), params).view());
      },
    }),
  ];
}
