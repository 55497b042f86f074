import { wireToName } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Finding } from '../model/declared.ts';
import type { Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { type PlacedRecordSet, parseMasterFile } from '../zone/master-file.ts';
import { packNodes, unpackNodes } from '../zone/packed-nodes.ts';
import { type Examined, examineZone } from '../zone/validate.ts';
import type { DraftedZone } from './alias-graph.ts';
import { type Draft, draftOf } from './declare/draft.ts';
import { checkAgainstStatic } from './declare/static-conflict.ts';
import { declareSteering } from './declare/steering.ts';
import { aboutFile } from './findings.ts';
import { readYaml } from './yaml/source.ts';
import { includeFrom, readText, UnreadableFile } from './zone-files.ts';

/** The files of one zone. */
export interface FilesOfZone {
  readonly directory: string;
  /** The files' name without its ending. */
  readonly base: string;
  readonly apex: Name;
  readonly hasMaster: boolean;
  readonly hasSteering: boolean;
}

/** A zone as its files have it. With an error among its findings it is not whole. */
export interface LoadedZone extends DraftedZone {
  /** Those of the draft left out: what is found in more than one zone adds to them. */
  readonly findings: readonly Finding[];
}

/** Reads and checks one zone; `apexes` are the names of all zones. */
export function loadZone(files: FilesOfZone, apexes: ReadonlySet<Name>): LoadedZone {
  const { apex, base } = files;
  const master = files.hasMaster ? readMaster(files) : noMaster(`${base}.yaml`, `there is no ${base}.zone beside this file`);
  const steered = files.hasSteering ? readSteering(files, { recordSets: master.recordSets, apexes }) : NOT_STEERED;
  const broken = hasError(master.findings) || (files.hasSteering && !steered.steering);
  const owners = steered.steering?.records.map(({ owner }) => owner) ?? [];
  const whole = { apex, file: `${base}.zone`, recordSets: master.recordSets, owners, broken };
  const { nodes, findings } = master.read ? checkWhole(whole) : NOTHING;
  return {
    zone: { name: apex, nodes: unpackNodes(packNodes(nodes)), steering: steered.steering },
    draft: steered.draft,
    findings: [...master.findings, ...steered.findings, ...findings],
  };
}

/** Whether any finding is an error. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

interface Master {
  readonly read: boolean;
  readonly recordSets: readonly PlacedRecordSet[];
  readonly findings: readonly Finding[];
}

function noMaster(file: string, message: string): Master {
  return { read: false, recordSets: [], findings: [aboutFile(file, message)] };
}

function readMaster({ directory, base, apex }: FilesOfZone): Master {
  const file = `${base}.zone`;
  const text = textOf(directory, file);
  if (text instanceof UnreadableFile) return noMaster(file, `this file ${text.message}`);
  return { read: true, ...parseMasterFile({ file, text, origin: apex, include: includeFrom(directory) }) };
}

interface Steered {
  readonly steering: Steering | undefined;
  readonly draft: Draft | undefined;
  readonly findings: readonly Finding[];
}

const NOT_STEERED: Steered = { steering: undefined, draft: undefined, findings: [] };

function readSteering({ directory, base, apex }: FilesOfZone, beside: Parameters<typeof checkAgainstStatic>[2]): Steered {
  const file = `${base}.yaml`;
  const text = textOf(directory, file);
  if (text instanceof UnreadableFile) return { ...NOT_STEERED, findings: [aboutFile(file, `this file ${text.message}`)] };
  const { source, findings } = readYaml(file, text);
  if (!source) return { ...NOT_STEERED, findings };
  const draft = draftOf(source, apex);
  const steering = declareSteering(draft, source);
  checkAgainstStatic(draft, steering, beside);
  return { steering, draft, findings };
}

interface WholeZone {
  readonly apex: Name;
  readonly file: string;
  readonly recordSets: readonly PlacedRecordSet[];
  /** The owners that are steered. */
  readonly owners: readonly Name[];
  /** Whether entries were left out: then what seems missing may be among them, and only contradictions are told. */
  readonly broken: boolean;
}

const NOTHING: Examined = { nodes: new Map(), findings: [] };

function checkWhole({ apex, file, recordSets, owners, broken }: WholeZone): Examined {
  if (!broken) return examineZone(apex, recordSets, file, owners);
  const servers = recordSets.filter(({ type }) => type === RR_TYPE.NS).flatMap(({ rdata }) => rdata.map(octets => wireToName(octets)));
  const { nodes, findings } = examineZone(apex, recordSets, file, [...owners, ...servers]);
  return { nodes, findings: findings.filter(({ line, column }) => line > 1 || column > 1) };
}

function textOf(directory: string, file: string): string | UnreadableFile {
  try {
    return readText(directory, file);
  } catch (fault) {
    if (fault instanceof UnreadableFile) return fault;
    throw fault;
  }
}
