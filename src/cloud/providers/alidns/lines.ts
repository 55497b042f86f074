import type { ViewKey } from '../../../model/cloud.ts';
import { PROVINCES } from './provinces.ts';

/** The lines that a domain may have records for, and the views that they are. */
export interface Lines {
  readonly views: readonly ViewKey[];
  /** The code of a view's line; undefined where the domain has none. */
  lineOf(view: ViewKey): string | undefined;
  /** What a line is called here; one that means no place that `geo` knows is `line:CODE`. */
  viewOf(line: string): ViewKey;
}

/** Sources disagree on how Europe is spelled. */
const CONTINENTS: Readonly<Record<string, string>> = {
  africa: 'AF',
  asia: 'AS',
  euro: 'EU',
  europe: 'EU',
  namerica: 'NA',
  oceania: 'OC',
  oceanica: 'OC',
  samerica: 'SA',
};

const SUBDIVISIONS = new Map(Object.entries(PROVINCES).map(([subdivision, spelled]) => [spelled, subdivision]));

/**
 * The lines with these codes, as DescribeSupportLines gives them for a domain: which of them there are depends on its edition. `os_asia` is Asia
 * without mainland China, which has a line of its own (`internal`).
 */
export function linesOf(codes: readonly string[]): Lines {
  const byView = new Map<ViewKey, string>([['default', 'default']]);
  for (const code of codes) {
    const view = viewOfLine(code);
    if (!byView.has(view)) byView.set(view, code);
    byView.set(`line:${code}`, code);
  }
  const canonical = new Map([...byView].filter(([view]) => !view.startsWith('line:')).map(([view, code]) => [code, view]));
  return {
    views: [...byView.keys()],
    lineOf: view => byView.get(view),
    viewOf: line => canonical.get(line) ?? (line === 'default' ? 'default' : `line:${line}`),
  };
}

function viewOfLine(code: string): ViewKey {
  if (code === 'default') return 'default';
  if (code === 'internal') return 'country:CN';
  const [, continent, country] = /^os_([a-z]+)(?:_([a-z]{2}))?$/.exec(code) ?? [];
  if (country !== undefined) return `country:${country.toUpperCase()}`;
  if (continent !== undefined && continent in CONTINENTS) return `continent:${CONTINENTS[continent]!}`;
  const subdivision = SUBDIVISIONS.get(/^cn_region_([a-z]+)$/.exec(code)?.[1] ?? '');
  return subdivision === undefined ? `line:${code}` : `subdivision:${subdivision}`;
}
