import { AWAY_FROM_FORM, readAwayFrom } from '../lib/away-from-text.ts';
import { displayName } from '../lib/dns-name.ts';
import type { Declared } from '../model/declared.ts';
import type { DeclaredDrill, DrillPlan, DrillWebhook } from '../model/drill.ts';
import type { Name } from '../model/zone.ts';
import type { DrillQuestion } from './drill-access.ts';
import type { NewDrill } from './drill-contract.ts';
import { showValue } from './expected.ts';
import { findSteeredZone, notFound } from './find.ts';
import { badInput, type FieldError } from './problem.ts';
import { readSpan } from './span.ts';
import { findSteeredOwner } from './steered-owner.ts';

const LEAST_MS = 10_000;
const MOST_MS = 86_400_000;
/** What may stand beside the name of a declared drill. */
const BESIDE_NAME = new Set(['drill', 'reason', 'outside_windows', 'dry_run']);

/** The drill that a body asks for. Throws a 400 that names every field that is wrong, or a 404 for what there is not. */
export function readQuestion(declared: Declared, body: NewDrill, author: string): DrillQuestion {
  const { reason = 'no reason given', outside_windows: outsideWindows = false } = body;
  const asked = body.drill === undefined ? { name: undefined, plan: readPlan(declared, body) } : findDrill(declared, body);
  return { ...asked, author, reason, outsideWindows };
}

/** What a declared drill is to do. */
export function planOf(zone: Name, drill: DeclaredDrill): DrillPlan {
  const { owner, awayFrom, forMs, includingOthers, minHealthyPercent, webhook } = drill;
  return { zone, owner, awayFrom, forMs, includingOthers, minHealthyPercent, webhook };
}

function findDrill(declared: Declared, body: NewDrill): Pick<DrillQuestion, 'name' | 'plan'> {
  const extra = Object.keys(body).filter(key => !BESIDE_NAME.has(key));
  if (extra.length > 0) throw badInput(extra.map(field => ({ field, message: 'a declared drill has its own; expected it without this' })));
  const at = body.drill!.lastIndexOf('/');
  if (at <= 0) throw badInput([{ field: 'drill', message: `expected ZONE/DRILL, found ${showValue(body.drill)}` }]);
  const zone = findSteeredZone(declared, body.drill!.slice(0, at));
  const drills = zone.steering.drills ?? [];
  const name = body.drill!.slice(at + 1);
  const drill = drills.find(each => each.name === name);
  if (!drill)
    throw notFound(
      'drill',
      name,
      drills.map(each => each.name),
      `in zone ${displayName(zone.name)}`,
    );
  return { name, plan: planOf(zone.name, drill) };
}

function readPlan(declared: Declared, body: NewDrill): DrillPlan {
  const errors: FieldError[] = [];
  const missing = (['record', 'away_from', 'for'] as const).filter(field => body[field] === undefined);
  errors.push(...missing.map(field => ({ field, message: 'missing; expected it, or a declared drill in its place' })));
  const forMs = readSpan(errors, 'for', body.for, { leastMs: LEAST_MS, mostMs: MOST_MS, form: 'a duration from 10s to 1d, such as "5m"' });
  const awayFrom = body.away_from === undefined ? undefined : readAwayFrom(body.away_from);
  if (body.away_from !== undefined && !awayFrom)
    errors.push({ field: 'away_from', message: `expected ${AWAY_FROM_FORM}, found ${showValue(body.away_from)}` });
  const webhook = readWebhook(errors, body.webhook);
  if (errors.length > 0 || !awayFrom || forMs === undefined) throw badInput(errors);
  const found = findSteeredOwner(declared, body.record!);
  return {
    ...found,
    awayFrom,
    forMs,
    includingOthers: body.including_others ?? false,
    minHealthyPercent: body.min_healthy ?? 100,
    webhook,
  };
}

function readWebhook(errors: FieldError[], given: NewDrill['webhook']): DrillWebhook | undefined {
  if (!given) return undefined;
  const { url, max_error_rate: maxErrorRate, every = '5s' } = given;
  const everyMs = readSpan(errors, 'webhook.every', every, { leastMs: 1000, mostMs: 60_000, form: 'a duration from 1s to 1m' });
  const parsed = URL.parse(url);
  const fits = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '';
  if (!fits) errors.push({ field: 'webhook.url', message: `expected an http or https URL without a user name, found ${showValue(url)}` });
  return { url, maxErrorRate, everyMs: everyMs ?? 5000 };
}
