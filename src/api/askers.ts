import type { AskingPrefix } from '../model/askers.ts';
import { type AskingPrefixView, askersQuery, askersView } from './askers-contract.ts';
import { type ApiContext, type Route, route } from './route.ts';

const LIMIT = 20;

/** `GET /v1/exposure/resolvers`: who asks otherwise than the TTLs say. None where nothing is counted. */
export function askerRoutes({ exposure }: ApiContext): Route[] {
  if (exposure === undefined) return [];
  return [
    route({
      method: 'GET',
      url: '/exposure/resolvers',
      summary: 'The prefixes whose resolvers ask again later than they should, or before their answers have run out',
      query: askersQuery,
      answer: askersView,
      handle({ query }) {
        const { oneIn, prefixes, unseen, later, early } = exposure.askers(Number(query.limit ?? LIMIT));
        return { one_in: oneIn, prefixes, unseen, later: later.map(viewPrefix), early: early.map(viewPrefix) };
      },
    }),
  ];
}

function viewPrefix({ prefix, questions, answers, early, afterwards, ...asking }: AskingPrefix): AskingPrefixView {
  return {
    ...{ prefix, questions, answers, early, afterwards },
    mean_late_seconds: Math.round(10 * asking.meanLateSeconds) / 10,
    least_late_seconds: asking.leastLateSeconds,
    overstays: asking.overstays,
  };
}
