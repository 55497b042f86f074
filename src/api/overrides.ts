import type { z } from 'zod';
import { answerChange, overrideIntent, releasing, setting } from './change.ts';
import { endpointAnswer, overrideChange, poolAnswer, siteAnswer } from './contract.ts';
import type { Snapshot } from './operations.ts';
import { type ApiContext, type ParamNames, type Route, route } from './route.ts';
import { endpointAt, type Found, poolAt, siteAt } from './target.ts';
import { sceneryOf } from './view.ts';

/** Overrides of an endpoint, a pool, or a whole site: forced up or down, or drained. */
export function overrideRoutes(context: ApiContext): Route[] {
  return [
    ...overridesAt(context, '/zones/{zone}/pools/{pool}/endpoints/{endpoint}/override', endpointAnswer, endpointAt),
    ...overridesAt(context, '/zones/{zone}/pools/{pool}/override', poolAnswer, poolAt),
    ...overridesAt(context, '/zones/{zone}/sites/{site}/override', siteAnswer, siteAt),
  ];
}

function overridesAt<const Url extends string, View>(
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
      summary: `Force ${what} up or down, or drain it`,
      body: overrideChange,
      answer,
      handle({ params, body, author }) {
        const { target } = at(operations.snapshot(), params);
        const change = setting(overrideIntent(body, { target, author, nowMs: clock.now() }));
        return answerChange(operations, change, () => at(operations.snapshot(), params).view());
      },
    }),
    route({
      method: 'DELETE',
      url,
      summary: `Release the override of ${what}: what is measured holds again`,
      answer,
      handle({ params }) {
        const snapshot = operations.snapshot();
        const change = releasing(sceneryOf(snapshot), 'override', at(snapshot, params).target);
        return answerChange(operations, change, () => at(operations.snapshot(), params).view());
      },
    }),
  ];
}
