import { type Import, importsOf, projectPath } from './imports.ts';
import { type SourceTree, typescriptBelow, type Violation } from './source-tree.ts';

/** Who may import whom: one row for each part of the house. */
export interface Area {
  /** A folder, or one file. A file belongs to the longest row that fits. */
  readonly at: string;
  /** Folders and files that it may import, besides itself, `src/model` and `src/lib`. */
  readonly may: readonly string[];
  /** Folders and files of which it may import types alone. */
  readonly types?: readonly string[];
  /** Stands on nothing: neither `src/lib`, nor packages, nor Node itself. */
  readonly bare?: true;
  /** Does not import all of `src/model` and `src/lib` as everybody else does. */
  readonly below?: true;
}

/** The whole order of the house. What is not listed is not allowed, and a file in no area is a mistake as well. */
export const AREAS: readonly Area[] = [
  { at: 'src/model', may: [], bare: true, below: true },
  { at: 'src/lib', may: [], types: ['src/model'], below: true },
  { at: 'src/zone', may: [] },
  { at: 'src/geo', may: [] },
  { at: 'src/health', may: [] },
  { at: 'src/steering', may: [] },
  { at: 'src/ttl', may: [] },
  { at: 'src/store', may: [] },
  { at: 'src/resolve', may: [] },
  { at: 'src/config', may: ['src/zone', 'src/ttl', 'package.json'] },
  { at: 'src/answer', may: ['src/steering', 'src/geo', 'src/ttl', 'src/zone'] },
  { at: 'src/control', may: ['src/answer'] },
  {
    at: 'src/responder',
    may: ['source', 'table', 'lookup', 'askers', 'counting', 'exposure-memory', 'exposure-tally'].map(file => `src/answer/${file}.ts`),
  },
  { at: 'src/fleet', may: [], types: ['src/health'] },
  { at: 'src/events', may: [] },
  { at: 'src/cloud', may: [] },
  { at: 'src/stand-ins', may: [] },
  { at: 'src/api', may: [] },
  { at: 'src/console', may: ['src/api/contract.ts'] },
  { at: 'src/cli', may: ['src/api/contract.ts', 'src/config', 'src/stand-ins', 'src/serve.ts', 'src/probe.ts'] },
  { at: 'src/main.ts', may: ['src/cli'] },
  { at: 'src/serve.ts', may: ['src', 'probes'] },
  // The composition root of the agent, which has nothing of the server but its log and the ways of a process.
  { at: 'src/probe.ts', may: ['src/config', 'src/serving', 'probes'] },
  // The parts of the composition root: as it, but only it starts probes.
  {
    at: 'src/serving',
    may: [
      'answer',
      'api',
      'config',
      'control',
      'events',
      'fleet',
      'geo',
      'health',
      'resolve',
      'responder',
      'store',
      'stand-ins',
      'ttl',
      'zone',
    ].map(part => `src/${part}`),
  },
  { at: 'probes', may: ['src/fleet/contract.ts'] },
];

/** Checks every import of `src` and `probes` against the table. */
export function importDirections(tree: SourceTree, areas: readonly Area[] = AREAS): readonly Violation[] {
  return typescriptBelow(tree, 'src', 'probes').flatMap(([file, text]) => {
    const area = areaOf(file, areas);
    if (area === undefined) return [{ file, line: 0, found: 'a file in no part of the house', rule: 'every file has a row in AREAS' }];
    return importsOf(text).flatMap(each => {
      const rule = breach(file, each, area);
      return rule === undefined ? [] : [{ file, line: each.line, found: `imports ${each.specifier ?? 'what is computed'}`, rule }];
    });
  });
}

function areaOf(file: string, areas: readonly Area[]): Area | undefined {
  return areas.filter(({ at }) => within(file, at)).sort((a, b) => b.at.length - a.at.length)[0];
}

/** The rule that an import breaks, or undefined. */
function breach(file: string, { specifier, typeOnly }: Import, area: Area): string | undefined {
  if (specifier === undefined) return 'an import names its file, so that the order of the house can be read';
  const target = projectPath(file, specifier);
  if (target === undefined) return area.bare ? `${area.at} imports nothing, not even packages` : undefined;
  if (isAllowed(target, area)) return undefined;
  if ((area.types ?? []).some(at => within(target, at))) return typeOnly ? undefined : `${area.at} may import types alone from there`;
  return `${area.at} may import only ${allowedOf(area).join(', ') || 'itself'}`;
}

function isAllowed(target: string, area: Area): boolean {
  return [area.at, ...allowedOf(area)].some(at => within(target, at));
}

function allowedOf(area: Area): readonly string[] {
  return area.below ? area.may : [...area.may, 'src/model', 'src/lib'];
}

function within(path: string, at: string): boolean {
  return path === at || path.startsWith(`${at}/`);
}
