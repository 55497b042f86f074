import { expect, test } from 'vitest';
import { presentMetrics } from '../../src/api/metrics.ts';
import { DrillCounts } from '../../src/serving/drill-metrics.ts';
import { sampleDrill } from '../control/drill/sample-drill.ts';

test('drills are counted once, by how they ended', () => {
  const counts = new DrillCounts();
  counts.note(sampleDrill({ phase: 'recovering', outcome: 'completed' }));
  counts.note(sampleDrill({ phase: 'ended', outcome: 'completed' }));
  counts.note(sampleDrill({ phase: 'ended', outcome: 'aborted' }));
  const text = presentMetrics(counts.metrics(true));
  expect(text).toContain('meridian_drills_total{outcome="completed"} 1\n');
  expect(text).toContain('meridian_drills_total{outcome="aborted"} 1\n');
  expect(text).toContain('meridian_drills_total{outcome="refused"} 0\n');
  expect(text).toContain('meridian_drill_running 1\n');
});
