import { EVENT_LEVELS, type EventFilter, type LoggedEvent } from '../model/event.ts';

type Test = (event: LoggedEvent) => boolean;

/** Gives the test of a filter, which costs nothing for what does not matter. The store asks the same of its rows. */
export function matcherOf(filter: EventFilter): Test {
  const tests = testsOf(filter);
  return event => tests.every(test => test(event));
}

/** The same text for filters that want the same. */
export function filterKey({ zones, kinds, ...rest }: EventFilter): string {
  const sorted = (list: readonly string[] | undefined) => list && [...new Set(list)].sort();
  const { level, target, author, text, fromMs, toMs } = rest;
  return JSON.stringify([sorted(zones), sorted(kinds), level, target, author, text, fromMs, toMs]);
}

function testsOf(filter: EventFilter): Test[] {
  const { zones, kinds, level, fromMs, toMs } = filter;
  const [target, author, text] = [filter.target, filter.author, filter.text].map(each => each && folded(each));
  const tests: Test[] = [];
  if (kinds) tests.push(inSet(new Set(kinds), ({ kind }) => kind));
  if (zones) tests.push(inSet(new Set(zones), ({ zone }) => zone));
  if (level !== undefined) tests.push(inSet(new Set(EVENT_LEVELS.slice(EVENT_LEVELS.indexOf(level))), each => each.level));
  if (fromMs !== undefined) tests.push(({ atMs }) => atMs >= fromMs);
  if (toMs !== undefined) tests.push(({ atMs }) => atMs < toMs);
  if (target) tests.push(each => `${folded(each.target ?? '')}/`.startsWith(`${target}/`));
  if (author) tests.push(each => folded(each.author ?? '').includes(author));
  if (text) tests.push(each => folded(each.message).includes(text) || folded(each.target ?? '').includes(text));
  return tests;
}

function inSet<T>(set: ReadonlySet<T>, value: (event: LoggedEvent) => T | undefined): Test {
  return event => set.has(value(event) as T);
}

/** Letters of ASCII in lower case, the rest as it is: what SQLite's `lower` gives. */
function folded(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
