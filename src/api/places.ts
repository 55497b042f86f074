import type { z } from 'zod';
import { endpointAnswer, poolAnswer, siteAnswer } from './contract.ts';
import type { Snapshot } from './operations.ts';
import type { ParamNames, Route } from './route.ts';
import { endpointAt, type Found, poolAt, siteAt } from './target.ts';

/** A URL that names something that can have an intent, how that is found in a snapshot, and how it is answered. */
export interface Place<Url extends string, View> {
  readonly url: Url;
  readonly answer: z.ZodType<View & { generation: number }>;
  /** Throws a 404 where the URL names nothing. */
  readonly at: (snapshot: Snapshot, params: Readonly<Record<ParamNames<Url>, string>>) => Found<View>;
}

type Call = 'override' | 'maintenance' | 'recover';
type What = 'an endpoint' | 'a pool' | 'a whole site';
type RoutesAt = <const Url extends string, View>(place: Place<Url, View>, what: What) => Route[];

/** The routes of a call that endpoints, pools and whole sites take alike: `routesAt` makes those of one place, and says `what` it is. */
export function atEveryPlace(call: Call, routesAt: RoutesAt): Route[] {
  return [
    ...routesAt({ url: `/zones/{zone}/pools/{pool}/endpoints/{endpoint}/${call}`, answer: endpointAnswer, at: endpointAt }, 'an endpoint'),
    ...routesAt({ url: `/zones/{zone}/pools/{pool}/${call}`, answer: poolAnswer, at: poolAt }, 'a pool'),
    ...routesAt({ url: `/zones/{zone}/sites/{site}/${call}`, answer: siteAnswer, at: siteAt }, 'a whole site'),
  ];
}
