import { expect, test } from 'vitest';
import { declare, endpoint, monitor, pool } from './declare.ts';
import { fleet } from './fleet.ts';

const FRESH_MS = 32_000;
const rechecked = (vantage: string, ...names: readonly string[]) =>
  names.map(name => ({ target: `example.com./web/${name}/web`, vantage }));

test('a failure that its vantage takes for confirmed is looked at again where fewer were counted, and not where enough were', () => {
  const { engine, see } = fleet({ fall: 3 });
  see({ hz: '+', bj: '+' });
  see({ hz: '--' });
  expect(engine.takeRechecks()).toEqual([]);
  see({ hz: '-' }, { confirmed: true });
  expect(engine.takeRechecks()).toEqual([]);
  see({ bj: '-' }, { confirmed: true });
  expect(engine.takeRechecks()).toEqual(rechecked('bj', 'a'));
  expect(engine.takeRechecks()).toEqual([]);
  see({ bj: '-' });
  see({ bj: '-' }, { confirmed: true });
  expect(engine.takeRechecks()).toEqual([]);
});

test('a vantage that has no say, and a failure that tells of an older check, have nothing looked at again', () => {
  const { engine, see, clock } = fleet();
  see({ hz: '+', bj: '+' });
  engine.setVantages(['hz', 'bj'].map(name => ({ name, region: undefined, voteless: name === 'hz' ? 'blind' : undefined })));
  see({ hz: '-' }, { confirmed: true });
  expect(engine.takeRechecks()).toEqual([]);
  clock.advance(1000);
  engine.assign(declare([pool()], [monitor('web', { check: { type: 'tcp', port: 81 } })]));
  see({ bj: '-' }, { confirmed: true, durationMs: 500 });
  expect(engine.takeRechecks()).toEqual([]);
});

test.each<[string, (parts: ReturnType<typeof fleet>) => void]>([
  ['it was silent for long', ({ clock }) => clock.advance(FRESH_MS)],
  [
    'it was lost and is back',
    ({ clock, engine }) => {
      const facts = (present: boolean) =>
        ['hz', 'bj'].map(name => ({ name, region: undefined, voteless: undefined, present: present || name !== 'hz' }));
      engine.setVantages(facts(false));
      clock.advance(1000);
      engine.setVantages(facts(true));
    },
  ],
  [
    'it has its say again',
    ({ engine }) => {
      const facts = (voteless?: string) =>
        ['hz', 'bj'].map(name => ({ name, region: undefined, voteless: name === 'hz' ? voteless : undefined }));
      engine.setVantages(facts('blind'));
      engine.setVantages(facts());
    },
  ],
])('a ballot of before does not count once %s: its next failure is looked at again', (_what, happen) => {
  const parts = fleet();
  parts.see({ hz: '+', bj: '+' });
  parts.see({ hz: '--' });
  happen(parts);
  parts.engine.takeRechecks();
  parts.see({ hz: '-' }, { confirmed: true });
  expect(parts.engine.takeRechecks()).toEqual(rechecked('hz', 'a'));
});

test('one that has its say again is to look at all that it saw failing last, once', () => {
  const { engine, see, clock } = fleet({}, { endpoints: 8 });
  const all = [...'abcdefgh'];
  const tick = () => {
    clock.advance(1000);
    engine.tick();
    return engine.takeRechecks();
  };
  for (const name of all) see({ hz: '+', bj: '+', sg: '+' }, { endpoint: name });
  for (const name of 'abcde') see({ hz: '--' }, { endpoint: name });
  expect(tick()).toEqual([]);
  expect(engine.vantages).toMatchObject([
    { name: 'bj', voteless: undefined },
    { name: 'hz', voteless: 'sees 5 of 8 targets down that others see up' },
    {},
  ]);
  see({ hz: '--', sg: '--' }, { endpoint: 'f' });
  for (const name of 'abcd') see({ hz: '+' }, { endpoint: name });
  expect(tick()).toEqual(rechecked('hz', 'e', 'f'));
  expect(tick()).toEqual([]);
});

test.each([
  ['fewer failures are enough', { fall: 2 }, 'down'],
  ['more are needed', { fall: 4 }, 'up'],
  ['another quorum holds', { fall: 3, quorum: { need: { kind: 'count', count: 2 }, perRegion: undefined } }, 'up'],
] as const)('what was counted counts on where %s', (_what, change, expected) => {
  const { engine, see, verdict } = fleet({ fall: 3 });
  see({ hz: '+', bj: '+' });
  see({ hz: '--', bj: '--' });
  engine.assign(declare([pool({ endpoints: [endpoint('a', '192.0.2.1')] })], [monitor('web', change)]));
  engine.tick();
  expect(verdict()).toBe(expected);
  see({ hz: '-', bj: '-' });
  if (change.fall === 3) expect(verdict()).toBe('down');
  else see({ hz: '-', bj: '-' });
  expect(verdict()).toBe('down');
});

test('successes that were counted count on as well', () => {
  const { engine, see, verdict } = fleet({ rise: 5 });
  see({ hz: '--' });
  expect(verdict()).toBe('down');
  see({ hz: '+++' });
  engine.assign(declare([pool()], [monitor('web', { rise: 4 })]));
  engine.tick();
  expect([verdict(), engine.standings('example.com./web/a')[0]!.ballots[0]!.streak]).toEqual(['down', 3]);
  see({ hz: '+' });
  expect(verdict()).toBe('up');
});
