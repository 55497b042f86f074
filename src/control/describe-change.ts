import { displayName } from '../lib/dns-name.ts';
import { intentTerms, sameTerms } from '../lib/intent-terms.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import { sameOutlook } from '../lib/outlook.ts';
import { sameAddresses } from '../lib/same-addresses.ts';
import type { EndpointState } from '../model/effective.ts';
import type { Intent, MaintenanceIntent } from '../model/intent.ts';

/** One line of the log about an endpoint whose state changed, and its fields for machines. */
export interface ChangeLine {
  /** `warn`: it turned down, and nobody planned it. */
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** What changed for an endpoint in an operator's words; undefined where it is nothing to tell. `before` undefined: it is new. */
export function describeChange(before: EndpointState | undefined, after: EndpointState): ChangeLine | undefined {
  const verdict = after.measured.verdict;
  if (before ? isSame(before, after) : verdict === 'unknown' && after.intents.every(isMaintenance)) return undefined;
  const addresses = addressChange(before, after);
  if (before && addresses !== '' && isAlikeButAddresses(before, after)) return addressLine(after, addresses);
  const held = after.held ? `, held by the brake: ${after.held.because}` : '';
  const was = before && before.effective !== after.effective ? `, was ${before.effective}` : '';
  const override = after.override ? ` by override${reasonsOf(after, isWinning)}` : '';
  const maintenance = before?.measured.verdict === verdict ? undefined : maintenanceOf(after);
  const more = `${weightChange(before, after)}${addresses && `; ${addresses}`}${maintenance === undefined ? '' : ` (maintenance: ${maintenance})`}`;
  return {
    level: turnedDown(before, after) && maintenance === undefined && !isTakenOut(after) ? 'warn' : 'info',
    message: `${placeOf(after)} is ${after.effective}${override}${held}${was}; measured ${verdict} by ${after.measured.reason}${more}`,
    fields: fieldsOf(after, maintenance),
  };
}

function fieldsOf({ key, measured, effective, weight, override }: EndpointState, maintenance: string | undefined): ChangeLine['fields'] {
  const facts = { endpoint: key, measured: measured.verdict, effective, reason: measured.reason, weight };
  return { ...facts, ...(override ? { override } : {}), ...(maintenance === undefined ? {} : { maintenance }) };
}

/** Whether two states of an endpoint answer alike: then no answer needs to be compiled again. */
export function answersAlike(a: EndpointState, b: EndpointState): boolean {
  const alike = isSame(a, b) && a.measured.wavering === b.measured.wavering && sameOutlook(a.measured.outlook, b.measured.outlook);
  return alike && sameTerms(intentTerms(a), intentTerms(b));
}

function isSame(a: EndpointState, b: EndpointState): boolean {
  return isAlikeButAddresses(a, b) && sameAddresses(a.addresses, b.addresses);
}

function isAlikeButAddresses(a: EndpointState, b: EndpointState): boolean {
  return a.effective === b.effective && a.override === b.override && a.measured.verdict === b.measured.verdict && a.weight === b.weight;
}

/** That what answers carry has changed, and nothing else. */
function addressLine(after: EndpointState, change: string): ChangeLine {
  return {
    level: 'info',
    message: `${placeOf(after)}: ${change}`,
    fields: { endpoint: after.key, effective: after.effective, addresses: presentAddresses(after) },
  };
}

/** `addresses 192.0.2.1 → 192.0.2.2, 192.0.2.3`; nothing where they stay, or the endpoint is new. */
function addressChange(before: EndpointState | undefined, after: EndpointState): string {
  return !before || sameAddresses(before.addresses, after.addresses)
    ? ''
    : `addresses ${presentAddresses(before)} → ${presentAddresses(after)}`;
}

function presentAddresses({ addresses }: EndpointState): string {
  return addresses.map(({ text }) => text).join(', ') || 'none';
}

/** `; weight 100 → 10 (admin: canary)`; nothing where it stays. */
function weightChange(before: EndpointState | undefined, after: EndpointState): string {
  const weight = before?.weight ?? after.declaredWeight;
  return after.weight === weight ? '' : `; weight ${weight} → ${after.weight}${reasonsOf(after, ({ kind }) => kind === 'weight')}`;
}

/** An endpoint as operators write it: `example.com/web-hangzhou/a`. */
export function placeOf({ key }: Pick<EndpointState, 'key'>): string {
  const parts = parseEndpointKey(key);
  return parts ? `${displayName(parts.zone)}/${parts.pool}/${parts.endpoint}` : key;
}

function turnedDown(before: EndpointState | undefined, after: EndpointState): boolean {
  return after.measured.verdict === 'down' && before?.measured.verdict !== 'down';
}

/** Whether an operator gives it to no new client anyway. */
function isTakenOut({ override }: EndpointState): boolean {
  return override === 'down' || override === 'drain';
}

function isMaintenance(intent: Intent): intent is MaintenanceIntent {
  return intent.kind === 'maintenance';
}

/** Why its failures are planned: the reasons of the windows in force; undefined where there is none. */
function maintenanceOf({ intents }: EndpointState): string | undefined {
  const windows = intents.filter(isMaintenance);
  return windows.length === 0 ? undefined : windows.map(({ reason }) => reason).join('; ');
}

function isWinning(intent: Intent, { override }: EndpointState): boolean {
  return intent.kind === 'override' && intent.state === override;
}

/** ` (admin: moving racks)`, of the intents that `count`; nothing where none does. */
function reasonsOf(state: EndpointState, count: (intent: Intent, state: EndpointState) => boolean): string {
  const reasons = state.intents
    .filter(intent => count(intent, state))
    .map(({ author, reason }) => (reason === '' ? author : `${author}: ${reason}`));
  return reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
}
