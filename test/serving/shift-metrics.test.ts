import { expect, test } from 'vitest';
import { presentMetrics } from '../../src/api/metrics.ts';
import { ShiftCounts } from '../../src/serving/shift-metrics.ts';
import { sampleShift } from '../control/shift/sample-shift.ts';

test('shifts are counted by how they ended, and as long as they are under way', () => {
  const counts = new ShiftCounts();
  counts.note(sampleShift({ phase: 'ended', outcome: 'rolled_back' }));
  const text = presentMetrics(counts.metrics([sampleShift(), sampleShift({ phase: 'waiting' })]));
  expect(text.split('\n').filter(line => !line.startsWith('#'))).toEqual([
    'meridian_shifts_total{outcome="completed"} 0',
    'meridian_shifts_total{outcome="rolled_back"} 1',
    'meridian_shifts_total{outcome="aborted"} 0',
    'meridian_shifts_total{outcome="superseded"} 0',
    'meridian_shifts_running 2',
    'meridian_shifts_waiting 1',
    '',
  ]);
});
