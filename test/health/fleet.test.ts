import { expect, test } from 'vitest';
import type { Monitor } from '../../src/model/monitor.ts';
import { declare, endpoint, monitor, observation, pool } from './declare.ts';
import { fleet, START } from './fleet.ts';

const A = 'example.com./web/a';
const FRESH_MS = 32_000;
const ANY = { quorum: { need: { kind: 'any' }, perRegion: undefined } } as const;

test('one vantage of three does not turn a verdict, two do, and each counts its own failures', () => {
  const { see, verdict, engine } = fleet();
  see({ hz: '+', bj: '+', sg: '+' });
  expect(engine.measured(A).reason).toBe('3 of 3 vantages (hz: status 200)');
  see({ hz: '--', bj: '-' });
  expect(verdict()).toBe('up');
  expect(engine.measured(A).reason).toBe('2 of 3 vantages (sg: status 200); hz: status 503 (2 of 2); bj: status 503 (1 of 2)');
  see({ bj: '-' });
  expect(verdict()).toBe('down');
  expect(engine.measured(A)).toMatchObject({ wavering: false, sinceMs: START });
  see({ bj: '+++' });
  expect(verdict()).toBe('up');
});

test('the first doubt of each vantage is told, so that others look at once; later ones are not', () => {
  const { engine, see } = fleet();
  see({ hz: '+', bj: '+' });
  const doubt = (vantage: string, ok = false) => engine.observe(observation(ok, { vantage }))?.suspicion ?? false;
  expect([doubt('hz'), doubt('hz'), doubt('hz')]).toEqual([true, false, false]);
  // One that is blind keeps nobody from looking.
  expect([doubt('bj'), doubt('bj', true)]).toEqual([true, false]);
});

test('with fall 1 the first failure is told as well, as it may not decide alone', () => {
  const { engine, see } = fleet({ fall: 1 });
  see({ hz: '+', bj: '+' });
  expect(engine.observe(observation(false, { vantage: 'hz' }))?.suspicion).toBe(true);
});

test('a vantage that is silent for three intervals has no say, and its ballot stays visible', () => {
  const { see, verdict, clock, engine } = fleet();
  see({ hz: '+', bj: '+', sg: '+' });
  see({ hz: '--' });
  expect(verdict()).toBe('up');
  clock.advance(FRESH_MS - 1000);
  see({ hz: '-' });
  clock.advance(1000);
  const changes = engine.tick();
  expect(changes).toMatchObject([{ verdictChanged: true, after: { verdict: 'down' } }]);
  expect(verdict()).toBe('down');
  const [standing] = engine.standings(A);
  expect(standing).toMatchObject({ voters: 1, needed: 1 });
  expect(standing!.ballots.map(({ vantage, verdict, silent }) => [vantage, verdict, silent])).toEqual([
    ['bj', 'up', 'silent for 32s'],
    ['hz', 'down', undefined],
    ['sg', 'up', 'silent for 32s'],
  ]);
});

test('where no vantage has a say the verdict holds, and that is said', () => {
  const { see, verdict, clock, engine } = fleet();
  see({ hz: '+', bj: '+' });
  clock.advance(10 * FRESH_MS);
  engine.tick();
  expect(verdict()).toBe('up');
  expect(engine.held).toBe(1);
  expect(engine.measured(A)).toMatchObject({ reason: 'held up, as no vantage has a say: hz: silent; bj: silent', wavering: false });
  expect(engine.tick()).toEqual([]);
  see({ hz: '-' });
  expect(verdict()).toBe('up');
  see({ hz: '-' });
  expect([verdict(), engine.held]).toEqual(['down', 0]);
});

test('a vantage whose control targets fail has no say, and what it saw meanwhile does not count when it has one again', () => {
  const { see, verdict, engine } = fleet(ANY);
  see({ hz: '+', bj: '+' });
  const facts = (voteless?: string) =>
    ['hz', 'bj'].map(name => ({ name, region: undefined, voteless: name === 'hz' ? voteless : undefined }));
  engine.setVantages(facts('its control targets fail'));
  see({ hz: '---' });
  expect(verdict()).toBe('up');
  expect(engine.standings(A)[0]!.ballots[1]).toMatchObject({ vantage: 'hz', verdict: 'down', silent: 'its control targets fail' });
  engine.setVantages(facts());
  expect(verdict()).toBe('up');
  expect(engine.standings(A)[0]).toMatchObject({ voters: 2, ballots: [{}, { vantage: 'hz', silent: 'said before it had no say' }] });
  see({ hz: '-' });
  expect(verdict()).toBe('up');
  see({ hz: '-' });
  expect(verdict()).toBe('down');
});

test('a vantage that is gone for good is forgotten with its ballots', () => {
  const { see, engine } = fleet();
  const facts = (...names: string[]) => names.map(name => ({ name, region: undefined, voteless: undefined }));
  engine.setVantages(facts('hz', 'bj'));
  see({ hz: '+', bj: '+' });
  engine.setVantages(facts('hz'));
  expect(engine.standings(A)[0]!.ballots.map(({ vantage }) => vantage)).toEqual(['hz']);
});

test('a vantage that suddenly sees most of everything down while others do not turns nothing, and loses its say until it agrees again', () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { see, verdict, engine, clock } = fleet(ANY, { endpoints: all.length });
  for (const endpoint of all) see({ hz: '+', bj: '+' }, { endpoint });
  engine.tick();
  // One after the other, each confirmed: until it has lost its say it has shown of none of them that it sees the others.
  for (const endpoint of all) {
    see({ hz: '--' }, { endpoint });
    clock.advance(500);
    engine.tick();
    expect(all.map(verdict)).toEqual(all.map(() => 'up'));
  }
  expect(engine.vantages).toMatchObject([
    { name: 'bj', voteless: undefined, targets: 6, failing: 0 },
    { name: 'hz', voteless: 'sees 4 of 6 targets down that others see up', targets: 6, failing: 6 },
  ]);
  // Well again, it is heard again, and nothing that it said before counts.
  for (const endpoint of all) {
    see({ hz: '+' }, { endpoint });
    engine.tick();
    expect(all.map(verdict)).toEqual(all.map(() => 'up'));
  }
  expect(engine.vantages.map(({ voteless }) => voteless)).toEqual([undefined, undefined]);
});

test('a vantage that alone sees one endpoint down is believed where it still does once it has seen others well, or after an interval', () => {
  const all = ['a', 'b', 'c', 'd'];
  const { see, verdict, engine, clock } = fleet(ANY, { endpoints: all.length });
  for (const endpoint of all) see({ hz: '+', bj: '+' }, { endpoint });
  engine.tick();
  see({ hz: '--' });
  expect(verdict()).toBe('up');
  see({ hz: '+' }, { endpoint: 'b' });
  see({ hz: '+' }, { endpoint: 'c' });
  clock.advance(500);
  engine.tick();
  expect(verdict()).toBe('up');
  see({ hz: '-' });
  clock.advance(500);
  engine.tick();
  expect(verdict()).toBe('down');
  see({ hz: '--' }, { endpoint: 'd' });
  clock.advance(9999);
  engine.tick();
  expect(verdict('d')).toBe('up');
  clock.advance(501);
  engine.tick();
  expect(verdict('d')).toBe('down');
});

test('of an endpoint that nothing is known of, the quorum is one of all vantages that take part', () => {
  const { see, verdict, engine, clock } = fleet({ quorum: { need: { kind: 'all' }, perRegion: undefined } });
  engine.setVantages(['hz', 'bj', 'sg'].map(name => ({ name, region: undefined, voteless: undefined })));
  see({ hz: '--' });
  expect([verdict(), engine.measured(A).reason]).toEqual(['unknown', 'no quorum yet; hz: status 503 (2 of 2)']);
  see({ bj: '--' });
  expect(verdict()).toBe('unknown');
  see({ sg: '+' });
  expect(verdict()).toBe('up');
  clock.advance(FRESH_MS);
});

test('one that never looks is not waited for longer than it may be silent', () => {
  const { see, verdict, engine, clock } = fleet();
  engine.setVantages(['hz', 'bj', 'sg'].map(name => ({ name, region: undefined, voteless: undefined })));
  see({ hz: '--' });
  clock.advance(FRESH_MS - 1000);
  see({ hz: '-' });
  expect(verdict()).toBe('unknown');
  clock.advance(1000);
  engine.tick();
  expect(verdict()).toBe('down');
});

test('after a restart the vantages of before go along with the verdicts until they fall silent', () => {
  const restored = { verdict: 'up', reason: 'hz: status 200', sinceMs: 7 } as const;
  const { see, verdict, engine, clock } = fleet({}, { restored });
  engine.setVantages(['embedded', 'hz', 'bj'].map(name => ({ name, region: undefined, voteless: undefined })));
  see({ embedded: '---' });
  expect(verdict()).toBe('up');
  clock.advance(FRESH_MS - 1000);
  see({ embedded: '-' });
  expect(verdict()).toBe('up');
  clock.advance(1000);
  engine.tick();
  expect(verdict()).toBe('down');
});

test('a verdict that nobody looks at is held, and said to be, whoever has been forgotten', () => {
  const restored = { verdict: 'up', reason: 'hz: status 200', sinceMs: 7 } as const;
  const { engine, clock, verdict } = fleet({}, { restored });
  engine.setVantages([{ name: 'hz', region: undefined, voteless: undefined }]);
  clock.advance(FRESH_MS);
  engine.tick();
  expect([engine.held, verdict(), engine.measured(A).reason]).toEqual([1, 'up', 'held up, as no vantage has a say: none looks at it']);
  engine.setVantages([]);
  expect(engine.held).toBe(1);
});

test('what all vantages see is no fault of a vantage, however much it is', () => {
  const { see, verdict, engine } = fleet({}, { endpoints: 4 });
  const all = ['a', 'b', 'c', 'd'];
  for (const endpoint of all) see({ hz: '+--', bj: '+--' }, { endpoint });
  engine.tick();
  expect(all.map(verdict)).toEqual(['down', 'down', 'down', 'down']);
  expect(engine.vantages.every(({ voteless }) => voteless === undefined)).toBe(true);
});

test('a vantage that is new, or was silent, goes along with the verdict until it knows better', () => {
  const { see, verdict } = fleet({ quorum: { need: { kind: 'any' }, perRegion: undefined } });
  see({ hz: '+' });
  see({ bj: '-' });
  expect(verdict()).toBe('up');
  see({ bj: '-' });
  expect(verdict()).toBe('down');
});

test('a monitor that only informs is shown and decides nothing', () => {
  const { see, engine } = fleet({ role: 'inform' });
  see({ hz: '--' });
  expect(engine.measured(A)).toMatchObject({ verdict: 'up', reason: 'no monitor' });
  expect(engine.standings(A)).toMatchObject([{ role: 'inform', verdict: 'down', ballots: [{ vantage: 'hz', ok: false }] }]);
});

test('another quorum holds at the next tick, by the ballots that there are', () => {
  const { see, verdict, engine } = fleet(ANY);
  see({ hz: '+', bj: '+', sg: '+' });
  see({ hz: '--' });
  const redefined = (more: Partial<Monitor>) => {
    engine.assign(declare([pool({ endpoints: [endpoint('a', '192.0.2.1')] })], [monitor('web', more)]));
    engine.tick();
    return verdict();
  };
  const before = verdict();
  expect([before, redefined({}), redefined(ANY)]).toEqual([before, 'up', 'down']);
});
