import { viewEvent } from '../lib/event-view.ts';
import { type HistoryList, historyList, historyQuery } from './event-contract.ts';
import { historyFilterOf } from './event-query.ts';
import { readCursor, writeCursor } from './pages.ts';
import { badInput } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';

const DEFAULT_LIMIT = 100;

/** `GET /v1/history`: what changed. None where events are not kept. */
export function historyRoutes({ events }: ApiContext): Route[] {
  if (events === undefined) return [];
  return [
    route({
      method: 'GET',
      url: '/history',
      summary: 'What changed: events of the last 90 days, the newest first, a page of them',
      reach: 'query',
      query: historyQuery,
      answer: historyList,
      async handle({ query }) {
        const limit = query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit);
        const before = query.cursor === undefined ? undefined : idIn(query.cursor);
        // One more than is shown tells whether there is a next page.
        const found = await events.before(before, historyFilterOf(query), limit + 1);
        const shown = found.slice(0, limit);
        const next = found.length > limit ? writeCursor(String(shown.at(-1)!.id)) : null;
        return { events: shown.map(event => viewEvent(event) as HistoryList['events'][number]), next };
      },
    }),
  ];
}

function idIn(cursor: string): number {
  const id = Number(readCursor(cursor));
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw badInput([{ field: 'cursor', message: 'expected the next of the page before' }]);
}
