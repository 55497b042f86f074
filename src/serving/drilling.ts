import type { DrillAccess, DrillQuestion, DrillScopeFault } from '../api/drill-access.ts';
import { planOf } from '../api/drill-question.ts';
import { NotStored } from '../api/operations.ts';
import { refusalOf } from '../control/drill/new-drill.ts';
import { type DrillParts, DrillRunner } from '../control/drill/runner.ts';
import { DrillSchedule } from '../control/drill/schedule.ts';
import { ScopeError } from '../control/drill/scope.ts';
import { systemClock as clock } from '../lib/clock.ts';
import type { DeclaredDrill } from '../model/drill.ts';
import type { Name } from '../model/zone.ts';
import type { Drills } from '../store/drills.ts';
import { StoreError } from '../store/errors.ts';
import type { Answering } from './answering.ts';
import { drillCalendar } from './drill-calendar.ts';
import { noteDrillMoment } from './drill-events.ts';
import { writeEvidence } from './drill-evidence.ts';
import { DrillCounts } from './drill-metrics.ts';
import { askErrorRate } from './error-rate.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { askWhatIf } from './what-if.ts';

/** Drills: what holds them, what asks for them by the calendar, and what the API sees of them. Undoes what the process before this one left. */
export function startDrills(
  facts: Facts,
  { store }: Inputs,
  answering: Answering & Pick<DrillParts, 'shiftAt'>,
  stack: AsyncDisposableStack,
): DrillAccess {
  const { faults, log } = facts;
  const counts = new DrillCounts();
  for (const warning of store.drills.unfinished().warnings) log.warn(warning);
  const ending = new AbortController();
  stack.defer(() => ending.abort());
  const runner = stack.use(runnerOf(facts, answering, { drills: store.drills, counts, ending: ending.signal }));
  const schedule = stack.use(
    new DrillSchedule({
      declared: () => answering.control.served.inputs.declared,
      calendar: drillCalendar({ log, onFault: error => faults.note('the calendar of drills', error) }),
      clock,
      run: (zone, drill) => void hold(runner, { zone, drill }, facts),
    }),
  );
  void runner.undoLeft();
  return accessTo(runner, schedule, { drills: store.drills, counts }, facts);
}

interface Kept {
  readonly drills: Drills;
  readonly counts: DrillCounts;
  readonly ending: AbortSignal;
}

function runnerOf(
  { options, version, faults, log, events }: Facts,
  answering: Answering & Pick<DrillParts, 'shiftAt'>,
  { drills, counts, ending }: Kept,
): DrillRunner {
  const { control, keeper, derive, traffic, answersGiven, shiftAt } = answering;
  return new DrillRunner({
    control,
    keeper,
    clock,
    ...(shiftAt && { shiftAt }),
    log,
    store: { save: drill => drills.save(drill), find: id => drills.find(id), unfinished: () => drills.unfinished().rows },
    forecast: targets => {
      const down = targets.map(target => ({ target, state: 'down' as const }));
      return askWhatIf({ targets: down, countries: undefined, all: false }, { control, derive, traffic, clock });
    },
    errorRate: url => askErrorRate(url, ending),
    answersGiven,
    evidence(drill) {
      counts.note(drill);
      writeEvidence(drill, { data: options.data, version });
    },
    onMoment: told => noteDrillMoment(events, told),
    onFault: (what, error) => faults.note(what, error),
  });
}

/** Holds a declared drill at its time. */
async function hold(runner: DrillRunner, { zone, drill }: { zone: Name; drill: DeclaredDrill }, { faults, log }: Facts): Promise<void> {
  const what = `drill ${drill.name} of ${zone}`;
  try {
    const question = {
      plan: planOf(zone, drill),
      name: drill.name,
      author: 'schedule',
      reason: `scheduled: ${drill.schedule}`,
      outsideWindows: false,
    };
    const started = await runner.start(question);
    if (started.kind === 'refused') log.warn({ zone, drill: drill.name }, `${what} was not held: ${refusalOf(started.found)}`);
  } catch (error) {
    faults.note(`${what} could not be held`, error);
  }
}

function accessTo(runner: DrillRunner, schedule: DrillSchedule, { drills, counts }: Omit<Kept, 'ending'>, { faults }: Facts): DrillAccess {
  return {
    get running() {
      return runner.current?.id;
    },
    get planned() {
      return schedule.planned;
    },
    look: question => inScope(() => runner.look(question)),
    start: question => inScope(() => start(runner, question, faults)),
    abort: because => runner.abort(because),
    find: id => (runner.current?.id === id ? runner.current : drills.find(id)),
    list: most => drills.list(most).rows,
    metrics: () => counts.metrics(runner.current !== undefined),
  };
}

async function start(runner: DrillRunner, question: DrillQuestion, faults: Facts['faults']) {
  try {
    const started = await runner.start(question);
    return started.kind === 'started' ? { drill: started.drill } : { refused: started.found };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    faults.note('a drill could not be stored', error);
    throw new NotStored(`the drill could not be stored, and does not start: ${error.message}`, { cause: error });
  }
}

async function inScope<T>(action: () => Promise<T>): Promise<T | DrillScopeFault> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ScopeError) return { field: error.field, message: error.message };
    throw error;
  }
}
