import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combine, type MonitorState } from '../../src/health/combine.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import type { Outlook, Verdict } from '../../src/model/health.ts';

const said = (monitor: string, verdict: Verdict, streak = 0, sinceMs = 0): MonitorState => ({
  monitor,
  state: { verdict, streak, sinceMs, reason: `${verdict} ${streak}`, words: verdict },
  outlook: NEVER_TURNS,
});

test.each([
  ['all', ['up', 'up'], 'up'],
  ['all', ['up', 'unknown'], 'unknown'],
  ['all', ['unknown', 'down'], 'down'],
  ['all', ['up', 'down'], 'down'],
  ['any', ['down', 'up'], 'up'],
  ['any', ['unknown', 'up'], 'up'],
  ['any', ['down', 'unknown'], 'unknown'],
  ['any', ['down', 'down'], 'down'],
] as const)('%s of %j is %s', (require, verdicts, expected) => {
  expect(
    combine(
      require,
      verdicts.map((verdict, i) => said(`m${i}`, verdict)),
    ).verdict,
  ).toBe(expected);
});

test('the reason is that of the monitor that decides, named where there are several', () => {
  expect(combine('all', [said('web', 'up', 1)]).reason).toBe('up 1');
  expect(combine('all', [said('web', 'up'), said('db', 'down')]).reason).toBe('db: down 0');
  expect(combine('all', [said('web', 'up'), said('db', 'up', 1)]).reason).toBe('db: up 1');
  expect(combine('any', [said('web', 'down'), said('db', 'up')]).reason).toBe('db: up 0');
  expect(combine('any', [said('web', 'up'), said('db', 'unknown')]).reason).toBe('web: up 0');
});

test('the verdict dates from when it became so, and keeps its date while it stays', () => {
  expect(combine('all', [said('web', 'down', 0, 5), said('db', 'down', 0, 9)]).sinceMs).toBe(5);
  expect(combine('all', [said('web', 'up', 0, 5), said('db', 'up', 0, 9)]).sinceMs).toBe(9);
  expect(combine('any', [said('web', 'up', 0, 5), said('db', 'up', 0, 9)]).sinceMs).toBe(5);
  const before = combine('all', [said('web', 'down', 0, 5), said('db', 'down', 0, 9)]);
  expect(combine('all', [said('web', 'up', 0, 20), said('db', 'down', 0, 9)], before).sinceMs).toBe(5);
});

test('it wavers exactly where monitors in doubt, all or some of them, could turn the verdict by turning; or where none is known', () => {
  const verdict = fc.constantFrom<Verdict>('up', 'down', 'unknown');
  const monitors = fc.array(fc.tuple(verdict, fc.boolean()), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom('all', 'any'), monitors, (require, list) => {
      const states = list.map(([verdict, doubted], i) => said(`m${i}`, verdict, doubted && verdict !== 'unknown' ? 1 : 0));
      const now = combine(require, states);
      const turned = (set: number) =>
        combine(
          require,
          states.map((it, i) => (it.state.streak > 0 && set & (1 << i) ? opposite(it) : it)),
        );
      const couldTurn = [...Array(2 ** states.length).keys()].some(set => turned(set).verdict !== now.verdict);
      expect(now.wavering).toBe(now.verdict === 'unknown' || couldTurn);
    }),
  );
});

const seen = (monitor: string, verdict: Verdict, outlook: Partial<Outlook>): MonitorState => ({
  ...said(monitor, verdict),
  outlook: { ...NEVER_TURNS, ...outlook },
});

test.each([
  ['all', 'up', 'the first of them', 10],
  ['any', 'down', 'the first of them', 10],
  ['any', 'up', 'the last of them', 30],
  ['all', 'down', 'the last of them', 30],
] as const)('%s of monitors that are %s turn with %s', (require, verdict, _, expected) => {
  const looks = { everyMs: expected, phaseMs: 0, confirmedMs: 0, doubtedMs: 0 };
  const monitors = [20, 10, 30].map((turnsInMs, i) => seen(`m${i}`, verdict, { turnsInMs, looks: { ...looks, everyMs: turnsInMs } }));
  expect(combine(require, monitors).outlook).toEqual({ turnsInMs: expected, looks, unsettled: false });
});

test('of monitors that disagree, those uphold the verdict that it would not be without', () => {
  const monitors = [seen('web', 'up', { turnsInMs: 10 }), seen('db', 'down', { turnsInMs: 30 })];
  expect(combine('all', monitors).outlook.turnsInMs).toBe(30);
  expect(combine('any', monitors).outlook.turnsInMs).toBe(10);
});

test('a verdict that one monitor could uphold alone is settled as soon as one is, any other when all are', () => {
  const unsettled = (require: 'all' | 'any', verdict: Verdict, ...each: boolean[]) =>
    combine(
      require,
      each.map((unsettled, i) => seen(`m${i}`, verdict, { unsettled })),
    ).outlook.unsettled;
  expect([unsettled('all', 'up', true, false), unsettled('all', 'up', false, false)]).toEqual([true, false]);
  expect([unsettled('any', 'up', true, false), unsettled('any', 'up', true, true)]).toEqual([false, true]);
});

function opposite({ monitor, state }: MonitorState): MonitorState {
  return said(monitor, state.verdict === 'up' ? 'down' : 'up');
}
