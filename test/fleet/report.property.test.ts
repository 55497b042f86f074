import fc from 'fast-check';
import { expect, test } from 'vitest';
import { A, aFleet, anObservation, aReport, B } from './a-fleet.ts';

/** A value as the contract has it, or anything that JSON can be. */
const perhaps = <T>(good: fc.Arbitrary<T>) => fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() });

const text = perhaps(fc.string({ maxLength: 20 }));
const span = perhaps(fc.double({ min: 0, max: 86_400_000, noNaN: true }));
const observation = perhaps(
  fc.record(
    {
      probe: perhaps(fc.constantFrom(A.key, B.key, 'gone', '__proto__')),
      ago_ms: span,
      ok: perhaps(fc.boolean()),
      reason: text,
      duration_ms: span,
      phases: perhaps(fc.record({ connectMs: span, tlsMs: span }, { requiredKeys: [] })),
    },
    { requiredKeys: ['probe', 'ago_ms', 'ok', 'reason', 'duration_ms'] },
  ),
);
const report = perhaps(
  fc.record({
    contract: perhaps(fc.constant(1)),
    boot: perhaps(fc.constantFrom('first', 'second')),
    sequence: perhaps(fc.integer({ min: 1, max: 5 })),
    controls: perhaps(fc.array(fc.record({ target: text, ok: fc.boolean(), reason: text }), { maxLength: 3 })),
    refused: perhaps(fc.array(fc.record({ probe: text, reason: text }), { maxLength: 3 })),
    observations: perhaps(fc.array(observation, { maxLength: 5 })),
  }),
);

test('any report is taken whole or refused whole, and never throws', () => {
  fc.assert(
    fc.property(fc.array(report, { maxLength: 6 }), bodies => {
      const { agent, fleet, observations } = aFleet();
      agent('tokyo');
      for (const body of bodies) {
        const before = { ...fleet.vantages()[0]!.counts };
        const outcome = fleet.report('tokyo', body);
        const after = fleet.vantages()[0]!.counts;
        const counted = after.taken + after.late + after.unknown - before.taken - before.late - before.unknown;
        const isNew = after.reports > before.reports;
        expect(counted).toBe(isNew ? (body as { observations: unknown[] }).observations.length : 0);
        expect(after.taken).toBe(observations.length);
        expect(outcome.kind).toBe(isNew || after.duplicateReports > before.duplicateReports ? 'taken' : 'malformed');
      }
      for (const { target, atMs, durationMs } of observations) {
        expect([A.key, B.key]).toContain(target);
        expect([Number.isInteger(atMs), durationMs >= 0]).toEqual([true, true]);
      }
    }),
  );
});

test('every report that the contract allows is taken', () => {
  const good = fc.record({
    ago_ms: fc.integer({ min: 0, max: 86_400_000 }),
    ok: fc.boolean(),
    reason: fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
    duration_ms: fc.integer({ min: 0, max: 86_400_000 }),
  });
  fc.assert(
    fc.property(fc.array(good), observations => {
      const { agent, fleet } = aFleet();
      agent('tokyo');
      expect(fleet.report('tokyo', aReport({ observations: observations.map(anObservation) })).kind).toBe('taken');
    }),
  );
});
