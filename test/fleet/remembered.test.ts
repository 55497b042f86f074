import { expect, test } from 'vitest';
import { A, aFleet, aLocalVantage, B } from './a-fleet.ts';

const TOKYO = { name: 'tokyo', region: 'ap' };

/** A fleet after a restart: `tokyo` and `berlin` were there before. */
function aFleetAgain() {
  const scene = aFleet([A, B], [TOKYO, { name: 'berlin', region: undefined }]);
  return { ...scene, local: aLocalVantage(scene.fleet) };
}

const slotOf = ({ fleet }: Pick<ReturnType<typeof aFleet>, 'fleet'>, name: string) =>
  fleet.vantages().find(vantage => vantage.name === name)?.slot;

test('vantages of the last run have their slots before their agents come back, which move nobody', () => {
  const { agent, fleet, events, local } = aFleetAgain();
  expect(local.asked.map(({ slot }) => slot)).toEqual([{ index: 1, of: 3 }]);
  expect(fleet.vantages()).toMatchObject([
    { name: 'berlin', version: undefined, connection: undefined, heardAgoMs: 0, slot: { index: 0, of: 3 }, assigned: 2 },
    { name: 'embedded' },
    { ...TOKYO, kind: 'remote', version: undefined, connection: undefined, slot: { index: 2, of: 3 } },
  ]);
  const tokyo = agent('tokyo', { region: 'ap' });
  expect(tokyo.received()).toMatchObject([{ event: 'hello' }, { event: 'assign', data: { slot: { index: 2, of: 3 } } }]);
  expect(local.asked).toHaveLength(1);
  expect(events.map(({ kind }) => kind)).toEqual(['connected']);
});

test('the health engine is told of them with the first that comes', () => {
  const { agent, facts } = aFleetAgain();
  expect(facts).toHaveLength(1);
  expect(facts[0]).toMatchObject([{ name: 'berlin' }, { name: 'embedded' }, { ...TOKYO, voteless: undefined }]);
  agent('tokyo', { region: 'eu' });
  expect(facts.at(-1)).toMatchObject([{ name: 'berlin' }, { name: 'embedded' }, { name: 'tokyo', region: 'eu' }]);
});

test('one that does not come back is lost after 30 s, and forgotten after an hour', () => {
  const { agent, clock, events, fleet, local } = aFleetAgain();
  agent('tokyo');
  clock.advance(30_000);
  expect(events.map(({ kind }) => kind)).toEqual(['connected']);
  clock.advance(5000);
  expect(events.at(-1)).toEqual({ kind: 'lost', vantage: 'berlin', unheardMs: 35_000 });
  expect(local.asked.at(-1)!.slot).toEqual({ index: 0, of: 2 });
  clock.advance(3_600_000);
  expect(events.at(-1)).toMatchObject({ kind: 'forgotten' });
  expect(fleet.vantages().map(({ name }) => name)).not.toContain('berlin');
});

test('a report before its stream is not taken: its ages are of the grid of before', () => {
  const scene = aFleetAgain();
  const { fleet, observations, clock } = scene;
  const report = { contract: 1, boot: 'boot of tokyo', sequence: 1, controls: [], refused: [], observations: [] };
  clock.advance(20_000);
  expect(fleet.report('tokyo', report)).toEqual({ kind: 'unknown' });
  expect(observations).toEqual([]);
  expect(scene.agent('tokyo').report([{}])).toMatchObject({ kind: 'taken' });
  expect(observations).toHaveLength(1);
});

test('one whose token is revoked before it comes back is let go; which token it has is not known', () => {
  const scene = aFleetAgain();
  const { agent, events, facts, fleet } = scene;
  fleet.drop('tokyo', 'its token tok_1 was revoked', 'tok_1');
  expect(events).toEqual([{ kind: 'dropped', vantage: 'tokyo', reason: 'its token tok_1 was revoked' }]);
  expect(facts.at(-1)!.at(-1)).toMatchObject({ name: 'tokyo', voteless: 'its token tok_1 was revoked' });
  expect(fleet.vantages().at(-1)).toMatchObject({ dropped: true, slot: undefined });
  agent('tokyo', { token: 'tok_2' });
  fleet.drop('tokyo', 'its token tok_1 was revoked', 'tok_1');
  expect(fleet.vantages().at(-1)).toMatchObject({ dropped: false, voteless: undefined });
  expect(slotOf(scene, 'tokyo')).toEqual({ index: 2, of: 3 });
});
