import type { Declared } from '../model/declared.ts';
import type { ShiftPlan } from '../model/shift.ts';
import { showValue } from './expected.ts';
import { type FieldError, Problem } from './problem.ts';
import type { ShiftAccess, ShiftOutlook, ShiftQuestion } from './shift-access.ts';
import { EVERY, type NewShift } from './shift-contract.ts';
import { readSpan } from './span.ts';
import { findSteeredOwner } from './steered-owner.ts';

const DEFAULT_STEPS = [10, 25, 50, 100];
const DEFAULT_EVERY_MS = 120_000;
const MOST_STEPS = 100;
const DAY_MS = 86_400_000;

/** What a body comes to. */
export interface AskedShift {
  readonly question: ShiftQuestion;
  readonly outlook: ShiftOutlook;
}

interface Asking {
  readonly declared: Declared;
  readonly shifts: Pick<ShiftAccess, 'look'>;
  readonly author: string;
  /** Throws where the token is not good for a zone. */
  readonly needZone: (zone: string) => void;
}

/**
 * The shift that a body asks for, and where it would lead; conditions that are not met are in the outlook. Throws a 400 with all that is wrong
 * at once, or a 404 for a record that there is not.
 */
export function readShift(body: NewShift, { declared, shifts, author, needZone }: Asking): AskedShift {
  const errors: FieldError[] = [];
  const terms = readTerms(body, errors);
  const found = findRecord(declared, body, errors);
  needZone(found.zone);
  const question = { plan: { ...found, ...terms }, author, reason: body.reason ?? '' };
  const outlook = shifts.look(question);
  if ('faults' in outlook) throw refusal([...outlook.faults, ...errors]);
  if (errors.length > 0) throw refusal([...errors, ...unmet(outlook)]);
  return { question, outlook };
}

/** The conditions that are not met, as fields. */
export function unmet({ checks }: ShiftOutlook): FieldError[] {
  return checks.filter(({ ok }) => !ok).map(({ check, detail }) => ({ field: check, message: detail }));
}

function refusal(errors: readonly FieldError[]): Problem {
  return new Problem(400, errors.map(({ field, message }) => `${field}: ${message}`).join('; '), { errors });
}

/** Of an unknown record no more can be judged than what was found wrong already. */
function findRecord(declared: Declared, { record }: NewShift, errors: readonly FieldError[]): Pick<ShiftPlan, 'zone' | 'owner'> {
  try {
    return findSteeredOwner(declared, record);
  } catch (error) {
    if (!(error instanceof Problem) || errors.length === 0) throw error;
    throw refusal([{ field: 'record', message: error.message }, ...errors]);
  }
}

function readTerms(body: NewShift, errors: FieldError[]): Omit<ShiftPlan, 'zone' | 'owner'> {
  const { shares, steps = DEFAULT_STEPS, every, on_unhealthy: onUnhealthy = 'pause', min_healthy: minHealthyPercent = 100 } = body;
  if (Object.keys(shares).length === 0) errors.push({ field: 'shares', message: 'expected a share for one branch at least, found none' });
  const isGood = areSteps(steps);
  if (!isGood)
    errors.push({
      field: 'steps',
      message: `expected numbers of percent, ascending, above 0, the last one 100, found ${showSteps(steps)}`,
    });
  const everyMs = readSpan(errors, 'every', every, { leastMs: 1000, mostMs: 7 * DAY_MS, form: EVERY }) ?? DEFAULT_EVERY_MS;
  return { shares, steps: isGood ? steps : DEFAULT_STEPS, everyMs, onUnhealthy, minHealthyPercent };
}

function areSteps(steps: readonly number[]): boolean {
  const ascends = steps.every((percent, i) => percent > (i === 0 ? 0 : steps[i - 1]!));
  return steps.length > 0 && steps.length <= MOST_STEPS && ascends && steps.at(-1) === 100;
}

function showSteps(steps: readonly number[]): string {
  return steps.length === 0 ? 'none' : showValue(steps.join(','));
}
