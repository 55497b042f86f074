import type { RatioIntent } from '../model/intent.ts';
import type { Shift, ShiftWeights } from '../model/shift.ts';
import type { Name } from '../model/zone.ts';
import { nothing } from './contract.ts';
import { dryRun, previewChange } from './dry-run.ts';
import type { DryRunView } from './dry-run-contract.ts';
import { Problem } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import type { ShiftAccess, ShiftOrder, ShiftOutlook } from './shift-access.ts';
import { newShift, shiftAbort, shiftList, shiftQuery, shiftStart, shiftView } from './shift-contract.ts';
import { type AskedShift, readShift, unmet } from './shift-question.ts';
import { viewShift, viewShiftStart } from './shift-view.ts';

const DEFAULT_LIMIT = 50;

/** Shifts: the ratio of a record moves step by step, as long as what gains clients is healthy. */
export function shiftRoutes(context: ApiContext): Route[] {
  const { shifts } = context;
  return shifts ? [startRoute(context, shifts), ...readingRoutes(shifts), ...orderRoutes(context, shifts)] : [];
}

function startRoute({ operations, clock }: ApiContext, shifts: ShiftAccess): Route {
  const setting = ({ question: { plan, author, reason } }: AskedShift, weights: ShiftWeights) => {
    const target = { kind: 'record', zone: plan.zone, owner: plan.owner } as const;
    const intent: RatioIntent = { kind: 'ratio', target, weights, author, reason, createdAtMs: clock.now(), expiresAtMs: undefined };
    return { set: [intent], release: [] };
  };
  return route({
    method: 'POST',
    url: '/shifts',
    summary: 'Shift the ratio of a record step by step, as long as what gains clients is healthy; or tell what would be',
    reach: 'itself',
    body: newShift,
    answer: shiftStart,
    preview({ body, author, needZone }) {
      const asked = readShift(body, { declared: operations.snapshot().declared, shifts, author, needZone });
      if (unmet(asked.outlook).length > 0) throw refusal(asked.outlook);
      return previewChange(operations, setting(asked, asked.outlook.steps.at(-1)!.weights));
    },
    async handle({ body, author, needZone }) {
      const asked = readShift(body, { declared: operations.snapshot().declared, shifts, author, needZone });
      const { question, outlook } = asked;
      if (body.dry_run) {
        const forecasts = await Promise.all(outlook.steps.map(({ weights }) => operations.foretell(setting(asked, weights))));
        return viewShiftStart(outlook, undefined, forecasts);
      }
      const started = await shifts.start(question);
      if ('shift' in started) return viewShiftStart(started.found, started.shift);
      throw refusal('refused' in started ? started.refused : outlook);
    },
  });
}

function refusal(outlook: ShiftOutlook): Problem {
  const errors = unmet(outlook);
  const detail = errors.map(({ message }) => message).join('; ') || 'the zones have changed meanwhile';
  return new Problem(409, `the shift does not start: ${detail}`, { errors });
}

function readingRoutes(shifts: ShiftAccess): Route[] {
  return [
    route({
      method: 'GET',
      url: '/shifts',
      summary: 'The shifts that are under way, and those that were',
      reach: 'itself',
      query: shiftQuery,
      answer: shiftList,
      handle({ query, mayZone }) {
        const list = shifts.list(query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit));
        return { shifts: list.filter(({ plan }) => mayZone(plan.zone)).map(viewShift) };
      },
    }),
    route({
      method: 'GET',
      url: '/shifts/{id}',
      summary: 'One shift, with its steps and its timeline',
      reach: 'itself',
      answer: shiftView,
      handle: ({ params, needZone }) => viewShift(find(shifts, params.id, needZone)),
    }),
  ];
}

interface Ordered {
  readonly params: { readonly id: string };
  readonly author: string;
  readonly needZone: NeedZone;
}

function orderRoutes({ operations }: ApiContext, shifts: ShiftAccess): Route[] {
  const carryOut = async (order: ShiftOrder, { params: { id }, author, needZone }: Ordered) => {
    findOrdered(shifts, { id, needZone, order });
    await shifts.order(id, order, author);
    return viewShift(find(shifts, id, needZone));
  };
  /** What of itself changes no answer. */
  const idle = (order: ShiftOrder, { params: { id }, needZone }: Ordered): DryRunView => {
    findOrdered(shifts, { id, needZone, order });
    return dryRun(operations, []);
  };
  return [
    route({
      method: 'POST',
      url: '/shifts/{id}/pause',
      summary: 'Stop a shift where it is, until it is resumed',
      reach: 'itself',
      body: nothing.optional(),
      answer: shiftView,
      preview: call => idle('pause', call),
      handle: call => carryOut('pause', call),
    }),
    route({
      method: 'POST',
      url: '/shifts/{id}/resume',
      summary: 'Let a shift go on that was paused',
      reach: 'itself',
      body: nothing.optional(),
      answer: shiftView,
      preview: call => idle('resume', call),
      handle: call => carryOut('resume', call),
    }),
    route({
      method: 'POST',
      url: '/shifts/{id}/abort',
      summary: 'Call a shift off: the ratio from before comes back, or with `keep` what is in force stays',
      reach: 'itself',
      body: shiftAbort.optional(),
      answer: shiftView,
      preview(call) {
        if (call.body?.keep) return idle('keep', call);
        const { before, plan } = findOrdered(shifts, { id: call.params.id, needZone: call.needZone, order: 'abort' });
        const target = { kind: 'record', zone: plan.zone, owner: plan.owner } as const;
        return previewChange(operations, before ? { set: [before], release: [] } : { set: [], release: [{ kind: 'ratio', target }] });
      },
      handle: call => carryOut(call.body?.keep ? 'keep' : 'abort', call),
    }),
  ];
}

type NeedZone = (zone: Name) => void;

interface Wanted {
  readonly id: string;
  readonly needZone: NeedZone;
  readonly order: ShiftOrder;
}

/** The shift that can be told so. Throws a 404 or a 409. */
function findOrdered(shifts: ShiftAccess, { id, needZone, order }: Wanted): Shift {
  const shift = find(shifts, id, needZone);
  if (shift.phase === 'ended') throw new Problem(409, `shift ${id} is over`);
  if (shift.phase === 'returning') throw new Problem(409, `shift ${id} has called for the ratio from before already`);
  if (order === 'pause' && shift.phase === 'paused') throw new Problem(409, `shift ${id} is paused already`);
  if (order === 'resume' && shift.phase !== 'paused') throw new Problem(409, `shift ${id} is not paused, it is ${shift.phase}`);
  return shift;
}

function find(shifts: ShiftAccess, id: string, needZone: NeedZone): Shift {
  const shift = shifts.find(id);
  if (!shift) throw new Problem(404, `no shift "${id}"; ./meridian shift list shows those that there are`);
  needZone(shift.plan.zone);
  return shift;
}
