import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine } from '../machine.ts';
import type { BenchOptions } from '../options.ts';
import { bundledLocations, measureShape } from './measure.ts';
import type { GeographyReport } from './report.ts';
import { SHAPES } from './zones.ts';

/** How long record sets that look at the client's place take to compile, and how much memory they share. */
export async function benchGeography(options: BenchOptions): Promise<GeographyReport> {
  const directory = mkdtempSync(join(tmpdir(), 'meridian-geography-'));
  try {
    const from = performance.now();
    const locations = bundledLocations();
    const databaseMs = performance.now() - from;
    const { nodes, v4, v6 } = locations.prefixes;
    const tables = [nodes, v4.first, v4.firstLength, v4.upper, v6.first, v6.firstLength, v6.upper];
    const databaseMiB = tables.reduce((sum, { byteLength }) => sum + byteLength, 0) / 2 ** 20;
    const shapes = [];
    for (const shape of SHAPES) {
      options.progress(`geography: ${shape}`);
      shapes.push(await measureShape(directory, shape, locations, options.flips));
    }
    return { bench: 'geography', machine: describeMachine(), database: locations.source.type, databaseMiB, databaseMs, shapes };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
