import { isVantageName, VANTAGE_NAME_EXPECTED } from '../lib/vantage-name.ts';
import { FLEET_CONTRACT } from './contract.ts';
import { type FieldFault, faultOf } from './field-fault.ts';
import { isPlainText } from './plain-text.ts';

/** A greeting that was read: what an agent says of itself. */
export interface Greeted {
  readonly boot: string;
  readonly version: string;
  readonly region: string | undefined;
  /** On the agent's clock. */
  readonly nowMs: number;
}

const MOST_CHARACTERS = 64;
const TEXT = `1 to ${MOST_CHARACTERS} characters, none of them a control character`;

/** Reads the query of a stream; gives all faults where it has any. One of another contract has that fault alone: what else it says is unknown. */
export function readGreeting(query: Readonly<Record<string, unknown>>): Greeted | readonly FieldFault[] {
  if (query.contract !== String(FLEET_CONTRACT)) return [contractFault(query.contract)];
  const { boot, version, region, now_ms } = query;
  const faults = [
    ...(isName(boot) ? [] : [faultOf('boot', TEXT, boot)]),
    ...(isName(version) ? [] : [faultOf('version', TEXT, version)]),
    ...(region === undefined || isRegion(region) ? [] : [faultOf('region', VANTAGE_NAME_EXPECTED, region)]),
    ...(isTime(now_ms) ? [] : [faultOf('now_ms', 'milliseconds since the epoch', now_ms)]),
  ];
  if (faults.length > 0) return faults;
  return { boot: boot as string, version: version as string, region: region as string | undefined, nowMs: Number(now_ms) };
}

/** That the two sides speak different contracts, and which. */
export function contractFault(found: unknown): FieldFault {
  const theirs = typeof found === 'string' || typeof found === 'number' ? `contract ${String(found).slice(0, 20)}` : 'no contract at all';
  return {
    field: 'contract',
    message: `this controller speaks contract ${FLEET_CONTRACT}, the agent ${theirs}: they must be of versions that speak the same`,
  };
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && isPlainText(value, MOST_CHARACTERS);
}

function isRegion(value: unknown): boolean {
  return typeof value === 'string' && isVantageName(value);
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,15}(?:\.\d{1,6})?$/.test(value);
}
