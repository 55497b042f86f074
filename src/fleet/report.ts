/** Reads the reports of agents: 20,000 observations a second, watched by the bench `intake`. */
import { FLEET_CONTRACT, MAX_AGO_MS, MAX_CONTROLS, MAX_OBSERVATIONS, MAX_REASON, type Report } from './contract.ts';
import { type FieldFault, faultOf } from './field-fault.ts';
import { contractFault } from './greeting.ts';
import { isPlainText } from './plain-text.ts';

/** More than that says nothing new. */
const MOST_FAULTS = 20;
const LONGEST_NAME = 2000;

const REASON = `text of at most ${MAX_REASON} characters, none of them a control character`;
const SPAN = `a number from 0 to ${MAX_AGO_MS}`;

type Fields = Readonly<Record<string, unknown>>;
type Check = (entry: Fields, path: string, faults: FieldFault[]) => void;

/** The report that a body is, or what is wrong with it: at most 20 faults. One of another contract has that fault alone. */
export function readReport(body: unknown): Report | readonly FieldFault[] {
  if (!isFields(body)) return [faultOf('body', 'a report', body)];
  if (body.contract !== FLEET_CONTRACT) return [contractFault(body.contract)];
  const faults: FieldFault[] = [];
  if (!isText(body.boot, 64) || body.boot === '') faults.push(faultOf('boot', '1 to 64 characters', body.boot));
  if (!isSequence(body.sequence)) faults.push(faultOf('sequence', 'a whole number from 1', body.sequence));
  if (!isTime(body.sent_grid_ms)) faults.push(faultOf('sent_grid_ms', 'milliseconds of the grid', body.sent_grid_ms));
  checkList(body, 'controls', MAX_CONTROLS, checkControl, faults);
  checkList(body, 'refused', MAX_OBSERVATIONS, checkRefused, faults);
  checkList(body, 'observations', MAX_OBSERVATIONS, checkObservation, faults);
  return faults.length > 0 ? faults : (body as unknown as Report);
}

function checkList(body: Fields, field: string, most: number, check: Check, faults: FieldFault[]): void {
  const list = body[field];
  if (!Array.isArray(list)) {
    faults.push(faultOf(field, 'a list', list));
    return;
  }
  if (list.length > most) faults.push({ field, message: `expected a list of at most ${most}, found ${list.length}` });
  for (let i = 0; i < list.length && faults.length < MOST_FAULTS; i++) {
    const entry: unknown = list[i];
    if (isFields(entry)) check(entry, `${field}.${i}`, faults);
    else faults.push(faultOf(`${field}.${i}`, 'an object', entry));
  }
}

function checkObservation({ probe, ago_ms, ok, reason, duration_ms, phases, confirmed }: Fields, path: string, faults: FieldFault[]): void {
  if (!isKey(probe)) faults.push(faultOf(`${path}.probe`, 'the key of a probe', probe));
  if (!isSpan(ago_ms)) faults.push(faultOf(`${path}.ago_ms`, SPAN, ago_ms));
  if (typeof ok !== 'boolean') faults.push(faultOf(`${path}.ok`, 'true or false', ok));
  if (!isText(reason, MAX_REASON)) faults.push(faultOf(`${path}.reason`, REASON, reason));
  if (!isSpan(duration_ms)) faults.push(faultOf(`${path}.duration_ms`, SPAN, duration_ms));
  if (phases !== undefined) checkPhases(phases, `${path}.phases`, faults);
  if (confirmed !== undefined && confirmed !== true) faults.push(faultOf(`${path}.confirmed`, 'true, or nothing', confirmed));
}

/** Phases that are not known here are not looked at, and not taken. */
function checkPhases(phases: unknown, path: string, faults: FieldFault[]): void {
  if (!isFields(phases)) {
    faults.push(faultOf(path, 'an object', phases));
    return;
  }
  for (const phase of PHASES) {
    const ms = phases[phase];
    if (ms !== undefined && !isSpan(ms)) faults.push(faultOf(`${path}.${phase}`, SPAN, ms));
  }
}

const PHASES = ['lookupMs', 'connectMs', 'tlsMs', 'firstByteMs', 'contentMs'] as const;

function checkControl({ target, ok, reason }: Fields, path: string, faults: FieldFault[]): void {
  if (!isKey(target) || !isText(target, LONGEST_NAME)) faults.push(faultOf(`${path}.target`, 'the target as text', target));
  if (typeof ok !== 'boolean') faults.push(faultOf(`${path}.ok`, 'true or false', ok));
  if (!isText(reason, MAX_REASON)) faults.push(faultOf(`${path}.reason`, REASON, reason));
}

function checkRefused({ probe, reason }: Fields, path: string, faults: FieldFault[]): void {
  if (!isKey(probe)) faults.push(faultOf(`${path}.probe`, 'the key of a probe', probe));
  if (!isText(reason, MAX_REASON)) faults.push(faultOf(`${path}.reason`, REASON, reason));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME;
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && isPlainText(value, most);
}

function isTime(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && Number.isFinite(value));
}

function isSpan(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= MAX_AGO_MS;
}

function isSequence(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}
