import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeEvidence } from '../../src/serving/drill-evidence.ts';
import { sampleDrill } from '../control/drill/sample-drill.ts';

test('evidence is written for its owner alone, and replaced as the drill goes on', () => {
  const data = mkdtempSync(join(tmpdir(), 'meridian-drills-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const drill = sampleDrill();
  writeEvidence(drill, { data, version: '0.1.0' });
  writeEvidence({ ...drill, phase: 'ended', outcome: 'completed' }, { data, version: '0.1.0' });
  const file = (name: string) => join(data, 'drills', name);
  expect(readdirSync(join(data, 'drills')).sort()).toEqual([`${drill.id}.json`, `${drill.id}.md`]);
  expect(JSON.parse(readFileSync(file(`${drill.id}.json`), 'utf8'))).toMatchObject({
    server: 'Meridian 0.1.0',
    id: drill.id,
    outcome: 'completed',
  });
  expect(readFileSync(file(`${drill.id}.md`), 'utf8')).toContain(': completed**');
  expect(statSync(file(`${drill.id}.json`)).mode & 0o777).toBe(0o600);
  expect(statSync(join(data, 'drills')).mode & 0o777).toBe(0o700);
});
