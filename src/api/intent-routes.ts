import type { z } from 'zod';
import type { Intent } from '../model/intent.ts';
import { answerChange, type Occasion, releasing, setting } from './change.ts';
import { previewChange } from './dry-run.ts';
import type { Judge } from './input.ts';
import type { Operations } from './operations.ts';
import type { Place } from './places.ts';
import { type ApiContext, type ParamNames, type Route, route } from './route.ts';
import { sceneryOf } from './view.ts';

interface Setting<Body> {
  readonly method: 'PUT' | 'PATCH';
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly judge?: Judge;
  /** The intent that a body asks for that has been checked. */
  readonly intentOf: (body: Body, occasion: Occasion) => Intent;
}

interface Asked<Url extends string, Body> {
  readonly params: Readonly<Record<ParamNames<Url>, string>>;
  readonly body: Body;
  readonly author: string;
}

/** The route that sets an intent, and answers with what then is at the place. */
export function settingRoute<const Url extends string, View, Body>(
  { operations, clock }: ApiContext,
  { at, ...place }: Place<Url, View>,
  { intentOf, ...call }: Setting<Body>,
): Route {
  const changeOf = ({ params, body, author }: Asked<Url, Body>) => {
    const { target } = at(operations.snapshot(), params);
    return setting(intentOf(body, { target, author, nowMs: clock.now() }));
  };
  return route({
    ...place,
    ...call,
    preview: asked => previewChange(operations, changeOf(asked)),
    current: params => viewNow(operations, params, at),
    handle({ recording, ...asked }) {
      const { params } = asked;
      const change = changeOf(asked);
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
  const changeOf = ({ params, author }: Asked<Url, unknown>) => {
    const snapshot = operations.snapshot();
    return { ...releasing(sceneryOf(snapshot), kind, at(snapshot, params).target), author };
  };
  return route({
    method: 'DELETE',
    ...place,
    summary,
    preview: asked => previewChange(operations, changeOf(asked)),
    current: params => viewNow(operations, params, at),
    handle({ recording, ...asked }) {
      const { params } = asked;
      const change = changeOf(asked);
      return answerChange(operations, change, () => at(operations.snapshot(), params).view(), recording);
    },
  });
}

/** What is at a place now, with the generation that is served. */
function viewNow<const Url extends string, View>(
  operations: Operations,
  params: Asked<Url, unknown>['params'],
  at: Place<Url, View>['at'],
): View & { generation: number } {
  const snapshot = operations.snapshot();
  return { ...at(snapshot, params).view(), generation: snapshot.generation };
}
