import { expect, test } from 'vitest';
import { aFleet, aLocalVantage, opened } from './a-fleet.ts';

test('another agent of the same name takes over: the newest wins, and that is told', () => {
  const { agent, clock, events, fleet } = aFleet();
  const first = agent('tokyo', { boot: 'first', remote: '192.0.2.1' });
  const second = agent('tokyo', { boot: 'second', remote: '192.0.2.2' });
  const reason = 'another agent came as vantage tokyo, from 192.0.2.2';
  expect(first.received().at(-1)).toEqual({ event: 'end', data: { reason, again: false } });
  expect([first.sink.ended, second.sink.ended]).toEqual(['end', undefined]);
  first.close();
  expect(fleet.vantages()[0]!.connection?.remote).toBe('192.0.2.2');
  agent('tokyo', { boot: 'third' });
  const replaced = () => events.filter(({ kind }) => kind === 'replaced');
  expect(replaced()).toEqual([{ kind: 'replaced', vantage: 'tokyo', remote: '192.0.2.2', formerRemote: '192.0.2.1' }]);
  clock.advance(10_000);
  agent('tokyo', { boot: 'fourth' });
  expect(replaced()).toHaveLength(2);
});

test('an agent that comes again while its old stream seems open simply has a new one', () => {
  const { agent, events } = aFleet();
  const before = agent('tokyo');
  const after = agent('tokyo');
  expect(before.received().map(({ event }) => event)).toEqual(['hello', 'assign']);
  expect([before.sink.ended, after.sink.ended]).toEqual(['cut', undefined]);
  expect(events.map(({ kind }) => kind)).toEqual(['connected', 'connected']);
});

test('an agent that does not read its stream is cut', () => {
  const { agent, clock, events } = aFleet();
  const tokyo = agent('tokyo');
  tokyo.sink.waitingBytes = 8 * 1024 * 1024;
  clock.advance(5000);
  expect(tokyo.sink.ended).toBeUndefined();
  tokyo.sink.waitingBytes += 100_000;
  clock.advance(5000);
  expect(tokyo.sink.ended).toBe('cut');
  expect(events.at(-1)).toEqual({ kind: 'cut', vantage: 'tokyo', reason: 'unread', remote: '192.0.2.1' });
  tokyo.close();
  tokyo.received();
  clock.advance(5000);
  expect(tokyo.received()).toEqual([]);
});

test('a stream with nobody at its other end is cut: its agent reports nothing', () => {
  const { agent, clock, events } = aFleet();
  const [silent, reporting] = [agent('tokyo'), agent('berlin')];
  for (let seconds = 0; seconds < 50; seconds += 10) {
    clock.advance(10_000);
    reporting.report([]);
  }
  expect([silent.sink.ended, reporting.sink.ended]).toEqual(['cut', undefined]);
  expect(events.slice(2)).toEqual([
    { kind: 'cut', vantage: 'tokyo', reason: 'unheard', remote: '192.0.2.1' },
    { kind: 'lost', vantage: 'tokyo', unheardMs: 50_000 },
  ]);
});

test('a vantage that is let go has no stream and no say, until an agent comes anew', () => {
  const { agent, events, facts, fleet } = aFleet();
  const { asked } = aLocalVantage(fleet);
  const tokyo = agent('tokyo', { token: 'tok_1' });
  fleet.drop('tokyo', 'its token was revoked', 'tok_2');
  expect(tokyo.sink.ended).toBeUndefined();
  fleet.drop('tokyo', 'its token was revoked', 'tok_1');
  expect(tokyo.received().at(-1)).toEqual({ event: 'end', data: { reason: 'its token was revoked', again: false } });
  expect(facts.at(-1)).toContainEqual({ name: 'tokyo', region: undefined, voteless: 'its token was revoked', present: false });
  expect(asked.at(-1)!.slot).toEqual({ index: 0, of: 1 });
  expect(tokyo.report([{}])).toEqual({ kind: 'unknown' });
  expect(events.at(-1)).toEqual({ kind: 'dropped', vantage: 'tokyo', reason: 'its token was revoked' });
  agent('tokyo', { token: 'tok_2' });
  expect(facts.at(-1)).toMatchObject([{}, { name: 'tokyo', voteless: undefined, present: true, slot: { index: 1, of: 2 } }]);
});

test('a clock that is off is told of, and its region is known', () => {
  const { agent, events, facts, fleet } = aFleet();
  agent('tokyo', { now_ms: String(Date.UTC(2026, 0, 1) - 60_000), region: 'ap-northeast' });
  expect(events).toEqual([
    { kind: 'connected', vantage: 'tokyo', remote: '192.0.2.1', version: '0.1.0', region: 'ap-northeast' },
    { kind: 'skewed', vantage: 'tokyo', skewMs: -60_000 },
  ]);
  expect(fleet.vantages()[0]).toMatchObject({ clockSkewMs: -60_000, region: 'ap-northeast', kind: 'remote' });
  expect(facts).toEqual([[{ name: 'tokyo', region: 'ap-northeast', voteless: undefined, present: true, slot: { index: 0, of: 1 } }]]);
});

test('an agent whose greeting waited while the controller stood still is not behind; one that is behind by more is', () => {
  const { agent, clock, events, fleet } = aFleet();
  const askedAt = (ms: number) => ({ now_ms: String(Date.UTC(2026, 0, 1) + ms) });
  clock.stall(60_000);
  agent('tokyo', askedAt(20_000));
  agent('paris', askedAt(-3_600_000));
  agent('berlin', askedAt(65_001));
  expect(events.filter(({ kind }) => kind === 'skewed')).toEqual([
    { kind: 'skewed', vantage: 'paris', skewMs: -3_660_000 },
    { kind: 'skewed', vantage: 'berlin', skewMs: 5001 },
  ]);
  expect(fleet.vantages().find(({ name }) => name === 'tokyo')).toMatchObject({ clockSkewMs: 0 });
});

test.each([
  [{ contract: '2' }, 'contract: this controller speaks contract 1, the agent contract 2: they must be of versions that speak the same'],
  [{ boot: '' }, 'boot: expected 1 to 64 characters, none of them a control character, found ""'],
  [{ version: 'x\u0007' }, 'version: expected 1 to 64 characters, none of them a control character, found "x\\u0007"'],
  [
    { region: 'é', now_ms: 'soon' },
    'region: expected 1 to 63 of A-Z, a-z, 0-9, "_", "." and "-", the first a letter or a digit, found "é"; ' +
      'now_ms: expected milliseconds since the epoch, found "soon"',
  ],
])('a greeting %j is refused, and nothing is begun', (greeting, reason) => {
  const { agent, events, fleet } = aFleet();
  const tokyo = agent('tokyo', greeting);
  expect(tokyo.stream.kind).toBe('refused');
  expect(tokyo.received()).toEqual([]);
  expect(events).toEqual([{ kind: 'refused', vantage: 'tokyo', remote: '192.0.2.1', reason }]);
  expect(fleet.vantages()).toEqual([]);
});

test("no agent has the name of the controller's own vantage, nor one that is no name", () => {
  const { agent, fleet } = aFleet();
  aLocalVantage(fleet, 'here');
  expect(agent('here').stream).toEqual({ kind: 'taken' });
  expect(agent('../x').stream.kind).toBe('refused');
});

test('a stream that is ended for the end of the server says so once', () => {
  const { agent, clock } = aFleet();
  const tokyo = agent('tokyo');
  opened(tokyo.stream).end('the controller ends');
  opened(tokyo.stream).end('the controller ends');
  clock.advance(5000);
  expect(tokyo.received().slice(2)).toEqual([{ event: 'end', data: { reason: 'the controller ends', again: true } }]);
});
