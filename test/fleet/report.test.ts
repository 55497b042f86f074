import { expect, test } from 'vitest';
import { aFleet, anObservation, aReport } from './a-fleet.ts';

const found = (body: unknown) => {
  const { agent, fleet, observations } = aFleet();
  agent('tokyo');
  const outcome = fleet.report('tokyo', body);
  expect(observations).toEqual([]);
  return outcome.kind === 'malformed' ? outcome.faults.map(({ field, message }) => `${field}: ${message}`) : outcome.kind;
};
const second = (more: object) => found(aReport({ observations: [anObservation(), anObservation(more)] }));

const SPAN = 'expected a number from 0 to 86400000';
const REASON = 'expected text of at most 200 characters, none of them a control character';

test.each([
  [{ ago_ms: -1 }, `observations.1.ago_ms: ${SPAN}, found -1`],
  [{ ago_ms: 86_400_001 }, `observations.1.ago_ms: ${SPAN}, found 86400001`],
  [{ ago_ms: '3' }, `observations.1.ago_ms: ${SPAN}, found "3"`],
  [{ duration_ms: Number.POSITIVE_INFINITY }, `observations.1.duration_ms: ${SPAN}, found Infinity`],
  [{ duration_ms: null }, `observations.1.duration_ms: ${SPAN}, found null`],
  [{ ok: 1 }, 'observations.1.ok: expected true or false, found 1'],
  [{ ok: undefined }, 'observations.1.ok: missing; expected true or false'],
  [{ probe: '' }, 'observations.1.probe: expected the key of a probe, found ""'],
  [{ reason: 'a\nb' }, `observations.1.reason: ${REASON}, found "a\\nb"`],
  [{ reason: 'x'.repeat(201) }, `observations.1.reason: ${REASON}, found "${'x'.repeat(56)}...`],
  [{ phases: [] }, 'observations.1.phases: expected an object, found a list'],
  [{ phases: { tlsMs: Number.NaN } }, `observations.1.phases.tlsMs: ${SPAN}, found NaN`],
])('an observation with %j is told of by field and index, and nothing of its report is taken in', (more, fault) => {
  expect(second(more)).toEqual([fault]);
});

test.each([
  [[], 'body: expected a report, found a list'],
  [undefined, 'body: missing; expected a report'],
  [
    { ...aReport(), contract: 9 },
    'contract: this controller speaks contract 1, the agent contract 9: they must be of versions that speak the same',
  ],
  [{}, 'contract: this controller speaks contract 1, the agent no contract at all: they must be of versions that speak the same'],
  [aReport({ boot: '' }), 'boot: expected 1 to 64 characters, found ""'],
  [aReport({ sequence: 0 }), 'sequence: expected a whole number from 1, found 0'],
  [aReport({ sequence: 1.5 }), 'sequence: expected a whole number from 1, found 1.5'],
  [aReport({ sent_grid_ms: '5' }), 'sent_grid_ms: expected milliseconds of the grid, found "5"'],
  [aReport({ observations: null }), 'observations: expected a list, found null'],
  [aReport({ observations: [7] }), 'observations.0: expected an object, found 7'],
  [aReport({ observations: Array(2001).fill(anObservation()) }), 'observations: expected a list of at most 2000, found 2001'],
  [aReport({ controls: [{ target: '', ok: true, reason: '' }] }), 'controls.0.target: expected the target as text, found ""'],
  [aReport({ controls: [{ target: 'tcp://x', ok: 'yes', reason: '' }] }), 'controls.0.ok: expected true or false, found "yes"'],
  [aReport({ refused: [{ probe: 'x', reason: 5 }] }), `refused.0.reason: ${REASON}, found 5`],
])('a report %j is refused', (body, fault) => {
  expect(found(body)).toEqual([fault]);
});

test('all faults are told at once, up to twenty', () => {
  expect(found(aReport({ observations: [anObservation({ ok: 1, ago_ms: -1 })], controls: [0] }))).toHaveLength(3);
  expect(found(aReport({ observations: Array(100).fill(0) }))).toHaveLength(20);
});

test('200 characters are 200 characters, whatever they take', () => {
  const { agent, observations } = aFleet();
  agent('tokyo').report([{ reason: '🙂'.repeat(200) }]);
  expect(observations).toHaveLength(1);
});
