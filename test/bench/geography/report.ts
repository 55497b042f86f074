import type { Table } from '../table-text.ts';
import type { GeographyFigures } from './measure.ts';
import { GEO_SETS } from './zones.ts';

export interface GeographyReport {
  readonly bench: 'geography';
  readonly machine: string;
  readonly database: string;
  /** What the database takes before any record set looks at it. */
  readonly databaseMiB: number;
  readonly databaseMs: number;
  readonly shapes: readonly GeographyFigures[];
}

/** The report as sentences and tables. */
export function geographySections({ machine, database, databaseMiB, databaseMs, shapes }: GeographyReport): readonly (string | Table)[] {
  return [
    `${machine}. Database \`${database}\`: compiled in ${Math.round(databaseMs)} ms to ${databaseMiB.toFixed(1)} MiB (to reach: 64). One thread.`,
    compileTable(shapes),
    sizeTable(shapes),
  ];
}

function compileTable(shapes: readonly GeographyFigures[]): Table {
  const head = [
    `${GEO_SETS.toLocaleString('en')} record sets`,
    'compile ms',
    'to reach',
    'verdicts',
    'record sets each',
    'median ms',
    'worst',
    'to reach',
  ];
  const lines = shapes.map(({ shape, compileMs, changes, setsPerChange, changeMs, worstChangeMs }) => [
    shape,
    compileMs.toFixed(0),
    shape.includes('blocks') ? '' : '5000',
    String(changes),
    setsPerChange.toFixed(0),
    changeMs.toFixed(1),
    worstChangeMs.toFixed(1),
    shape.includes('blocks') ? '' : '20',
  ]);
  return { lines: [head, ...lines], left: 1 };
}

function sizeTable(shapes: readonly GeographyFigures[]): Table {
  const head = ['in shared memory', 'prefixes MiB', 'to reach', 'classes MiB', 'class of a client, ns', 'its scope, ns'];
  const lines = shapes.map(({ shape, prefixMiB, classMiB, lookUpNs, scopeNs }) => [
    shape,
    prefixMiB.toFixed(1),
    shape.includes('blocks') ? '' : '64',
    classMiB.toFixed(1),
    lookUpNs.toFixed(0),
    scopeNs.toFixed(0),
  ]);
  return { lines: [head, ...lines], left: 1 };
}
