import { expect, test } from 'vitest';
import { observation } from './declare.ts';
import { fleet, START } from './fleet.ts';

const A = 'example.com./web/a';
const FRESH_MS = 32_000;

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

test('the first doubt of an endpoint that is up is told, so that others look at once; later ones are not', () => {
  const { engine, see } = fleet();
  see({ hz: '+', bj: '+' });
  const doubt = (vantage: string, ok = false) => engine.observe(observation(ok, { vantage }))?.suspicion ?? false;
  expect([doubt('hz'), doubt('hz'), doubt('bj')]).toEqual([true, false, false]);
  see({ hz: '+', bj: '+' });
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

test('a vantage whose control targets fail has no say; what it sees meanwhile counts when it has one again', () => {
  const { see, verdict, engine } = fleet({ quorum: { need: { kind: 'any' }, perRegion: undefined } });
  see({ hz: '+', bj: '+' });
  const facts = (voteless?: string) =>
    ['hz', 'bj'].map(name => ({ name, region: undefined, voteless: name === 'hz' ? voteless : undefined }));
  engine.setVantages(facts('its control targets fail'));
  see({ hz: '---' });
  expect(verdict()).toBe('up');
  expect(engine.standings(A)[0]!.ballots[1]).toMatchObject({ vantage: 'hz', verdict: 'down', silent: 'its control targets fail' });
  expect(engine.setVantages(facts())).toMatchObject([{ verdictChanged: true }]);
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

test('a vantage that suddenly sees most of everything down while others do not loses its say until it agrees again', () => {
  const { see, verdict, engine } = fleet({ quorum: { need: { kind: 'any' }, perRegion: undefined }, fall: 3 }, { endpoints: 4 });
  const all = ['a', 'b', 'c', 'd'];
  for (const endpoint of all) see({ hz: '+', bj: '+' }, { endpoint });
  for (const endpoint of all) see({ hz: '-' }, { endpoint });
  engine.tick();
  for (const endpoint of all) see({ hz: '--' }, { endpoint });
  expect(all.map(verdict)).toEqual(['up', 'up', 'up', 'up']);
  expect(engine.vantages).toMatchObject([
    { name: 'bj', voteless: undefined, targets: 4, failing: 0 },
    { name: 'hz', voteless: 'sees 4 of 4 targets down that others see up', targets: 4, failing: 4 },
  ]);
  for (const endpoint of all) see({ hz: '+++' }, { endpoint });
  engine.tick();
  expect(engine.vantages.map(({ voteless }) => voteless)).toEqual([undefined, undefined]);
  see({ hz: '---' });
  expect(verdict()).toBe('down');
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
