import { deepFreeze } from '../lib/deep-freeze.ts';
import { displayName, NameError, parseName } from '../lib/dns-name.ts';
import type { Declared, Finding } from '../model/declared.ts';
import type { Name } from '../model/zone.ts';
import { checkAliasCircles } from './alias-circles.ts';
import { type ExecRule, tellExecMonitors } from './exec-monitors.ts';
import { aboutFile, inOrder } from './findings.ts';
import { listZoneFiles } from './zone-files.ts';
import { hasError, loadZone } from './zone-load.ts';

export interface LoadResult {
  /** Undefined when any finding is an error. */
  readonly declared: Declared | undefined;
  /** In the order of files, lines and columns. */
  readonly findings: readonly Finding[];
}

export interface LoadRules {
  /** Default: allowed. */
  readonly exec?: ExecRule;
}

/**
 * Reads and checks a zones directory: every `NAME.zone` master file and its `NAME.yaml`, if it has one. All mistakes of all files
 * are found in one go. The result is frozen but for the nodes, of which there may be a million. Never throws.
 */
export function loadZones(directory: string, { exec = 'allow' }: LoadRules = {}): LoadResult {
  const { masters, steerings, findings: listed } = listZoneFiles(directory);
  const findings = [...listed];
  const apexes = readApexes([...masters, ...[...steerings].filter(base => !masters.has(base))], masters, findings);
  const served = new Set([...masters].flatMap(base => apexes.get(base) ?? []));
  const loaded = [...apexes].map(([base, apex]) =>
    loadZone({ directory, base, apex, hasMaster: masters.has(base), hasSteering: steerings.has(base) }, served),
  );
  checkAliasCircles(loaded);
  tellExecMonitors(loaded, exec);
  for (const zone of loaded) for (const finding of [...zone.findings, ...(zone.draft?.findings ?? [])]) findings.push(finding);
  const zones = new Map(loaded.map(({ zone }) => [zone.name, Object.freeze({ ...zone, steering: deepFreeze(zone.steering) })]));
  return { declared: hasError(findings) ? undefined : Object.freeze({ zones }), findings: deepFreeze(inOrder(findings)) };
}

/** The zones' names by the names of their files. */
function readApexes(bases: readonly string[], masters: ReadonlySet<string>, findings: Finding[]): Map<string, Name> {
  const apexes = new Map<string, Name>();
  const known = new Map<Name, string>();
  for (const base of bases) {
    const apex = apexOf(base);
    const file = masters.has(base) ? `${base}.zone` : `${base}.yaml`;
    if (apex instanceof NameError) {
      findings.push(aboutFile(file, `expected a file named after its zone: ${apex.message}`));
      continue;
    }
    const before = known.get(apex);
    if (before !== undefined) findings.push(aboutFile(file, `the zone ${displayName(apex)} has the file ${before} already`));
    known.set(apex, file);
    apexes.set(base, apex);
  }
  return apexes;
}

function apexOf(base: string): Name | NameError {
  try {
    return parseName(`${base}.`);
  } catch (fault) {
    if (fault instanceof NameError) return fault;
    throw fault;
  }
}
