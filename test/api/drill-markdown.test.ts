import { expect, test } from 'vitest';
import { drillMarkdown } from '../../src/api/drill-markdown.ts';
import { viewDrill } from '../../src/api/drill-view.ts';
import { sampleDrill } from '../control/drill/sample-drill.ts';

test('the evidence says what was to be done, on which conditions, and what happened when', () => {
  const atMs = Date.UTC(2030, 0, 6, 3);
  const moment = (step: 'decided' | 'published' | 'drained_50' | 'failback_decided' | 'failback_published', afterMs: number) => ({
    step,
    atMs: atMs + afterMs,
    detail: `at ${afterMs}`,
  });
  const drill = sampleDrill({
    startedAtMs: atMs,
    phase: 'ended',
    outcome: 'completed',
    reason: 'a | b <c>\n# d',
    timeline: [
      moment('decided', 0),
      moment('published', 12),
      moment('drained_50', 1012),
      moment('failback_decided', 60_012),
      moment('failback_published', 60_020),
    ],
    drain: {
      by: 'answers',
      answers: 12,
      halfAtMs: atMs + 1012,
      ninetyAtMs: atMs + 2000,
      ninetyNineAtMs: atMs + 3000,
      allAtMs: atMs + 3000,
    },
  });
  const markdown = drillMarkdown(viewDrill(drill), '0.1.0');
  for (const line of [
    '# Drill 20300106-030000',
    '**Clients of www.example.com away from pool:x: completed**',
    '| reason | a \\| b \\<c\\> # d |',
    '| alone | yes | no other drill is running |',
    '| www.example.com A | x | 100.0 % | 0.0 % |',
    '| 2030-01-06T03:00:00.012Z | 0.012 s | published | at 12 |',
    '| decide: from the decision until every worker served it | 0.012 s |',
    '| drain: until 50 % of the answers that caches held had run out | 1.000 s |',
    '| drain: 90 % | not reached, or not counted |',
    '| away: from then until clients were let back | 60.000 s |',
    'Answers unexpired when clients were moved: 12.',
  ])
    expect(markdown.split('\n')).toContain(line);
});
