import { expect, test } from 'vitest';
import { fleet } from './fleet.ts';

const A = 'example.com./web/a';
const FACTS = { region: undefined, voteless: undefined };
const ANY = { quorum: { need: { kind: 'any' }, perRegion: undefined } } as const;

test('a vantage that is lost has no say from then on, however rarely it looks; back again, what it said counts as far as it agrees', () => {
  const { see, verdict, engine, clock } = fleet({ intervalMs: 3_600_000 });
  const facts = (present: boolean) => ['hz', 'bj', 'sg'].map(name => ({ ...FACTS, name, present: present || name === 'hz' }));
  engine.setVantages(facts(true));
  see({ hz: '+', bj: '+', sg: '+' });
  clock.advance(120_000);
  see({ hz: '--' });
  expect(verdict()).toBe('up');
  expect(engine.setVantages(facts(false))).toMatchObject([{ verdictChanged: true, after: { verdict: 'down' } }]);
  expect(engine.standings(A)[0]).toMatchObject({
    voters: 1,
    ballots: [
      { vantage: 'bj', verdict: 'up', silent: 'its vantage is lost' },
      { vantage: 'hz', silent: undefined },
      { vantage: 'sg', verdict: 'up', silent: 'its vantage is lost' },
    ],
  });
  engine.setVantages(facts(true));
  expect([verdict(), engine.standings(A)[0]!.voters]).toEqual(['down', 3]);
  clock.advance(61_000);
  engine.tick();
  expect([verdict(), engine.standings(A)[0]!.voters]).toEqual(['down', 1]);
  see({ bj: '+++', sg: '+++' });
  expect([verdict(), engine.standings(A)[0]!.voters]).toEqual(['up', 3]);
});

test('what a vantage said before it was lost turns no verdict when it is back', () => {
  const { see, verdict, engine, clock } = fleet({ ...ANY, intervalMs: 60_000 });
  const facts = (present: boolean) => ['hz', 'bj'].map(name => ({ ...FACTS, name, present: present || name === 'hz' }));
  engine.setVantages(facts(true));
  see({ hz: '+', bj: '+' });
  see({ bj: '--' });
  expect(verdict()).toBe('down');
  engine.setVantages(facts(false));
  see({ hz: '+' });
  expect(verdict()).toBe('up');
  clock.advance(1000);
  engine.setVantages(facts(true));
  engine.tick();
  expect(verdict()).toBe('up');
  see({ bj: '--' });
  expect(verdict()).toBe('down');
});

test('a vantage that saw most of everything down alone has no say either when those that saw it well are lost', () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { see, verdict, engine, clock } = fleet({}, { endpoints: all.length });
  const facts = (present: boolean) => ['hz', 'bj', 'sg'].map(name => ({ ...FACTS, name, present: present || name === 'hz' }));
  engine.setVantages(facts(true));
  for (const endpoint of all) see({ hz: '+', bj: '+', sg: '+' }, { endpoint });
  for (const endpoint of all) see({ hz: '--' }, { endpoint });
  engine.tick();
  const isSilenced = () => engine.vantages.find(({ name }) => name === 'hz')!.voteless !== undefined;
  expect(isSilenced()).toBe(true);
  engine.setVantages(facts(false));
  for (let turn = 0; turn < 20; turn++) {
    clock.advance(10_000);
    for (const endpoint of all) see({ hz: '-' }, { endpoint });
    engine.tick();
    expect([isSilenced(), engine.held, ...all.map(verdict)]).toEqual([true, all.length, ...all.map(() => 'up')]);
  }
  // It cannot see anything for so long that nothing is fresh any more: that proves nothing either.
  clock.advance(600_000);
  engine.tick();
  expect(isSilenced()).toBe(true);
  for (const endpoint of all) see({ hz: '+' }, { endpoint });
  engine.tick();
  expect([isSilenced(), engine.held]).toEqual([false, 0]);
});

test('where the only vantage is lost the verdict holds, and that is said', () => {
  const { see, verdict, engine } = fleet({ intervalMs: 3_600_000 });
  const set = (present: boolean) => engine.setVantages([{ ...FACTS, name: 'hz', present }]);
  set(true);
  see({ hz: '+' });
  set(false);
  expect([verdict(), engine.held]).toEqual(['up', 1]);
  expect(engine.measured(A).reason).toBe('held up, as no vantage has a say: hz: its vantage is lost');
  set(true);
  expect([verdict(), engine.held]).toEqual(['up', 0]);
});
