import type { z } from 'zod';
import type { Intent } from '../model/intent.ts';
import { answerChange, type Occasion, releasing, setting } from './change.ts';
import type { Judge } from './input.ts';
import type { Place } from './places.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { sceneryOf } from './view.ts';

interface Setting<Body> {
  readonly method: 'PUT' | 'PATCH';
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly judge?: Judge;
  /** The intent that a body asks for that has been checked. */
  readonly intentOf: (body: Body, occasion: Occasion) => Intent;
}

/** The route that sets an intent, and answers with what then is at the place. */
export function settingRoute<const Url extends string, View, Body>(
  { operations, clock }: ApiContext,
  { at, ...place }: Place<Url, View>,
  { intentOf, ...call }: Setting<Body>,
): Route {
  return route({
    ...place,
    ...call,
    handle({ params, body, author, recording }) {
      const { target } = at(operations.snapshot(), params);
      const change = setting(intentOf(body, { target, author, nowMs: clock.now() }));
      return answerChange(operations, change, () => at(operations.snapshot(), params).view(), recording);
    },
  });
}

interface Releasing {
  readonly kind: Intent['kind'];
  readonly summary: string;
}

/** The route that releases an intent of a kind, and answers with what then is at the place; 404 where there is none. */
export function releasingRoute<const Url extends string, View>(
  { operations }: ApiContext,
  { at, ...place }: Place<Url, View>,
  { kind, summary }: Releasing,
): Route {
  return route({
    method: 'DELETE',
    ...place,
    summary,
    handle({ params, recording }) {
      const snapshot = operations.snapshot();
      const change = releasing(sceneryOf(snapshot), kind, at(snapshot, params).target);
      return answerChange(operations, change, () => at(operations.snapshot(), params).view(), recording);
    },
  });
}
