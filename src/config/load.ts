import { deepFreeze } from '../lib/deep-freeze.ts';
import { NameError, parseName } from '../lib/dns-name.ts';
import type { Declared, DeclaredZone, Finding } from '../model/declared.ts';
import type { Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { type PlacedRecordSet, parseMasterFile } from '../zone/master-file.ts';
import { validateZone } from '../zone/validate.ts';
import { draftOf } from './declare/draft.ts';
import { checkAgainstStatic } from './declare/static-conflict.ts';
import { declareSteering } from './declare/steering.ts';
import { aboutFile, inOrder } from './findings.ts';
import { readYaml } from './yaml/source.ts';
import { includeFrom, listZoneFiles, readText, UnreadableFile } from './zone-files.ts';

export interface LoadResult {
  /** Undefined when any finding is an error. */
  readonly declared: Declared | undefined;
  /** In the order of files, lines and columns. */
  readonly findings: readonly Finding[];
}

/**
 * Reads and checks a zones directory: every `NAME.zone` master file and its `NAME.yaml`, if it has one. All mistakes of all files
 * are found in one go. The result is frozen. Never throws.
 */
export function loadZones(directory: string): LoadResult {
  const { masters, steerings, findings: listed } = listZoneFiles(directory);
  const findings = [...listed];
  const apexes = readApexes(masters, findings);
  const zones = new Map<Name, DeclaredZone>();
  for (const base of new Set([...masters, ...steerings])) {
    const files = { directory, base, hasMaster: masters.includes(base), hasSteering: steerings.includes(base) };
    const zone = loadZone(files, new Set(apexes.values()), findings);
    if (zone) zones.set(zone.name, zone);
  }
  const failed = findings.some(({ severity }) => severity === 'error');
  return deepFreeze({ declared: failed ? undefined : { zones }, findings: inOrder(findings) });
}

interface FilesOfZone {
  readonly directory: string;
  /** The files' name without its ending. */
  readonly base: string;
  readonly hasMaster: boolean;
  readonly hasSteering: boolean;
}

function readApexes(masters: readonly string[], findings: Finding[]): Map<string, Name> {
  const apexes = new Map<string, Name>();
  const bases = new Map<Name, string>();
  for (const base of masters) {
    const apex = apexOf(base);
    const file = `${base}.zone`;
    if (apex instanceof NameError) findings.push(aboutFile(file, `this file's name is no zone's name: ${apex.message}`));
    else if (bases.has(apex)) findings.push(aboutFile(file, `${bases.get(apex)}.zone is the same zone`));
    else apexes.set(base, apex);
    if (typeof apex === 'string') bases.set(apex, base);
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

function loadZone(files: FilesOfZone, apexes: ReadonlySet<Name>, findings: Finding[]): DeclaredZone | undefined {
  const name = apexOf(files.base);
  if (name instanceof NameError) {
    if (!files.hasMaster) findings.push(aboutFile(`${files.base}.yaml`, `this file's name is no zone's name: ${name.message}`));
    return undefined;
  }
  const records = files.hasMaster ? loadMaster(files, name, findings) : [];
  if (!files.hasMaster) findings.push(aboutFile(`${files.base}.yaml`, `there is no ${files.base}.zone beside this file`));
  const steering = files.hasSteering ? loadSteering(files, { name, records, apexes }, findings) : undefined;
  return { name, records: records.map(({ owner, type, ttl, rdata }) => ({ owner, type, ttl, rdata })), steering };
}

function loadMaster({ directory, base }: FilesOfZone, origin: Name, findings: Finding[]): readonly PlacedRecordSet[] {
  const file = `${base}.zone`;
  const text = textOf(directory, file, findings);
  if (text === undefined) return [];
  const parsed = parseMasterFile({ file, text, origin, include: includeFrom(directory) });
  findings.push(...parsed.findings, ...validateZone(origin, parsed.recordSets, file));
  return parsed.recordSets;
}

interface ZoneSoFar {
  readonly name: Name;
  readonly records: readonly PlacedRecordSet[];
  readonly apexes: ReadonlySet<Name>;
}

function loadSteering({ directory, base }: FilesOfZone, zone: ZoneSoFar, findings: Finding[]): Steering | undefined {
  const file = `${base}.yaml`;
  const text = textOf(directory, file, findings);
  if (text === undefined) return undefined;
  const { source, findings: unreadable } = readYaml(file, text);
  findings.push(...unreadable);
  if (!source) return undefined;
  const draft = draftOf(source, zone.name);
  const steering = declareSteering(draft, source);
  checkAgainstStatic(draft, steering, { recordSets: zone.records, apexes: zone.apexes });
  findings.push(...draft.findings);
  return steering;
}

function textOf(directory: string, file: string, findings: Finding[]): string | undefined {
  try {
    return readText(directory, file);
  } catch (fault) {
    if (!(fault instanceof UnreadableFile)) throw fault;
    findings.push(aboutFile(file, `this file ${fault.message}`));
    return undefined;
  }
}
