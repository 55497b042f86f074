import type { Table } from '../table-text.ts';
import type { FailoverReport } from './bench.ts';
import type { CacheHabits } from './habits.ts';

/** What each real cache makes of TTLs, by tables; nothing where none is installed. */
export function habitSections({ habits }: FailoverReport): readonly Table[] {
  if (habits.length === 0) return [];
  return [ttlTable(habits), silenceTable(habits)];
}

function ttlTable(habits: readonly CacheHabits[]): Table {
  const top = ['cache', 'version', 'TTL said, s', 'used for, median s', 'longest', 'asked again after, s', 'most told', 'least told'];
  const lines = habits.flatMap(({ cache, version, ttls }) =>
    ttls.map(habit => [
      cache,
      version,
      String(habit.ttl),
      ...[habit.heldSeconds, habit.longestSeconds, habit.againSeconds].map(tenths),
      String(habit.mostTold),
      String(habit.leastTold),
    ]),
  );
  return { lines: [top, ...lines], left: 2 };
}

function silenceTable(habits: readonly CacheHabits[]): Table {
  const top = ['the name server is silent', 'oldest answer given, s', 'then', 'fresh when it speaks again, after s'];
  const lines = habits.map(({ cache, silentSeconds, silentAnswers, freshSeconds }) => {
    return [cache, tenths(silentSeconds), silentAnswers, Number.isFinite(freshSeconds) ? tenths(freshSeconds) : 'more than 30'];
  });
  return { lines: [top, ...lines], left: 1 };
}

function tenths(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1) : '–';
}
