import type { Drill } from '../model/drill.ts';
import type { Name } from '../model/zone.ts';
import { nothing } from './contract.ts';
import type { DrillAccess, DrillOutlook, DrillScopeFault } from './drill-access.ts';
import { drillList, drillQuery, drillReport, drillStart, drillView, newDrill } from './drill-contract.ts';
import { drillMarkdown } from './drill-markdown.ts';
import { readQuestion } from './drill-question.ts';
import { viewDrill, viewPlanned, viewStart } from './drill-view.ts';
import { dryRun, previewChange } from './dry-run.ts';
import { badInput, Problem } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTarget } from './view.ts';

const DEFAULT_LIMIT = 50;

/** Drills: traffic is moved as in a failover, and moved back. */
export function drillRoutes(context: ApiContext): Route[] {
  const { drills } = context;
  return drills ? [startRoute(context, drills), ...readingRoutes(context, drills), abortRoute(context, drills)] : [];
}

function startRoute({ operations }: ApiContext, drills: DrillAccess): Route {
  return route({
    method: 'POST',
    url: '/drills',
    summary: 'Move the clients of a record away from a site, a pool or an endpoint for a while, as a failover does; or tell what would be',
    reach: 'itself',
    body: newDrill,
    answer: drillStart,
    async preview({ body, author, needZone }) {
      const question = readQuestion(operations.snapshot().declared, body, author);
      needZone(question.plan.zone);
      const outlook = inScope(await drills.look(question));
      if (outlook.checks.some(({ ok }) => !ok)) throw refusal(outlook);
      const targets = outlook.targets.map(target => ({ target, state: 'down' as const }));
      const changes = targets.map(({ target, state }) => ({
        kind: 'override',
        target: presentTarget(target),
        before: null,
        after: { state },
      }));
      return dryRun(operations, changes, await operations.whatIf({ targets, countries: undefined, all: false }));
    },
    async handle({ body, author, needZone }) {
      const question = readQuestion(operations.snapshot().declared, body, author);
      needZone(question.plan.zone);
      if (body.dry_run) return viewStart(inScope(await drills.look(question)));
      const started = await drills.start(question);
      if ('refused' in started) throw refusal(started.refused);
      const { drill } = inScope(started);
      if (drill.outcome === 'failed') throw new Problem(503, drill.because ?? 'the drill could not be carried out');
      return viewStart(drill, drill);
    },
  });
}

function inScope<T extends object>(found: T | DrillScopeFault): T {
  if ('field' in found) throw badInput([{ field: found.field, message: found.message }]);
  return found;
}

function refusal({ checks }: DrillOutlook): Problem {
  const unmet = checks.filter(({ ok }) => !ok);
  const detail = unmet.map(check => check.detail).join('; ') || 'another drill began first';
  return new Problem(409, `the drill does not start: ${detail}`, {
    errors: unmet.map(({ check, detail: message }) => ({ field: check, message })),
  });
}

function readingRoutes({ version }: ApiContext, drills: DrillAccess): Route[] {
  return [
    route({
      method: 'GET',
      url: '/drills',
      summary: 'The drills that were held, and those that the files declare',
      reach: 'itself',
      query: drillQuery,
      answer: drillList,
      handle({ query, mayZone }) {
        const held = drills.list(query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit)).filter(({ plan }) => mayZone(plan.zone));
        const planned = drills.planned
          .filter(({ zone }) => mayZone(zone))
          .map(({ zone, drill, nextAtMs }) => viewPlanned(zone, drill, nextAtMs));
        return { running: drills.running ?? null, drills: held.map(viewDrill), planned };
      },
    }),
    route({
      method: 'GET',
      url: '/drills/{id}',
      summary: 'One drill, with its conditions, its timeline and its figures',
      reach: 'itself',
      answer: drillView,
      handle: ({ params, needZone }) => viewDrill(find(drills, params.id, needZone)),
    }),
    route({
      method: 'GET',
      url: '/drills/{id}/report',
      summary: 'The evidence of a drill for people, in Markdown',
      reach: 'itself',
      answer: drillReport,
      handle: ({ params: { id }, needZone }) => ({ id, markdown: drillMarkdown(viewDrill(find(drills, id, needZone)), version) }),
    }),
  ];
}

function abortRoute({ operations }: ApiContext, drills: DrillAccess): Route {
  return route({
    method: 'DELETE',
    url: '/drills/{id}',
    summary: 'Call a running drill off: its clients are let back at once; one that recovers ends',
    reach: 'itself',
    body: nothing.optional(),
    answer: drillView,
    preview: ({ params: { id }, needZone }) => {
      const { targets } = findRunning(drills, id, needZone);
      return previewChange(operations, { set: [], release: targets.map(target => ({ kind: 'override', target })) });
    },
    async handle({ params: { id }, author, needZone }) {
      findRunning(drills, id, needZone);
      await drills.abort(`${author} called it off`);
      return viewDrill(find(drills, id, needZone));
    },
  });
}

/** The drill that can still be called off. Throws a 404 or a 409. */
function findRunning(drills: DrillAccess, id: string, needZone: NeedZone): Drill {
  const drill = find(drills, id, needZone);
  if (drill.phase === 'ended') throw new Problem(409, `drill ${id} is over`);
  if (drill.phase === 'returning') throw new Problem(409, `drill ${id} has let its clients back already`);
  return drill;
}

type NeedZone = (zone: Name) => void;

function find(drills: DrillAccess, id: string, needZone: NeedZone): Drill {
  const drill = drills.find(id);
  if (drill) {
    needZone(drill.plan.zone);
    return drill;
  }
  throw new Problem(404, `no drill "${id}"; ./meridian drill list shows those that were held`);
}
