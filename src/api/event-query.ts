import { asName } from '../lib/dns-name.ts';
import type { EventFilter } from '../model/event.ts';
import type { EventsQuery, HistoryQuery } from './event-contract.ts';
import { showValue } from './expected.ts';
import { badInput } from './problem.ts';

/** Which events a query asks for. Throws a 400 for what is no name of a zone; one that is not served may have been. */
export function filterOf({ zone, kind, level }: Pick<EventsQuery, 'zone' | 'kind' | 'level'>): EventFilter {
  const zones = listed(zone).map(text => ({ text, name: asName(text) }));
  const wrong = zones.find(({ name }) => name === undefined);
  if (wrong) throw badInput([{ field: 'zone', message: `expected the name of a zone, found ${showValue(wrong.text)}` }]);
  return {
    zones: zones.length === 0 ? undefined : zones.map(({ name }) => name!),
    kinds: kind === undefined ? undefined : listed(kind),
    level,
  };
}

/** As `filterOf`, with what only the past can be asked for. */
export function historyFilterOf({ target, author, text, from, until, ...rest }: HistoryQuery): EventFilter {
  const [fromMs, toMs] = [from, until].map(time => (time === undefined ? undefined : Date.parse(time)));
  return { ...filterOf(rest), target, author, text, fromMs, toMs };
}

function listed<T extends string>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
