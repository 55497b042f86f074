import { NotStored } from '../api/operations.ts';
import type { ShiftAccess } from '../api/shift-access.ts';
import { type RunnerParts, ShiftRunner } from '../control/shift/runner.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { StoreError } from '../store/errors.ts';
import type { Shifts } from '../store/shifts.ts';
import type { Answering } from './answering.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { noteShiftMoment } from './shift-events.ts';
import { ShiftCounts } from './shift-metrics.ts';

export interface ShiftingParts extends Pick<Answering, 'control' | 'keeper'>, Pick<RunnerParts, 'busy'> {}

/** Shifts: what runs them, and what the API sees of them. Those that the process before this one left go on. */
export function startShifts(facts: Facts, { store }: Inputs, parts: ShiftingParts, stack: AsyncDisposableStack): ShiftAccess {
  const { faults, log, events } = facts;
  const { control, keeper, busy } = parts;
  const counts = new ShiftCounts();
  const left = store.shifts.unfinished();
  for (const warning of left.warnings) log.warn(warning);
  const runner = stack.use(
    new ShiftRunner({
      control,
      keeper,
      busy,
      clock,
      log,
      store: { save: shift => store.shifts.save(shift), find: id => store.shifts.find(id), unfinished: () => left.rows },
      onMoment: told => noteShiftMoment(events, told),
      onEnd: shift => counts.note(shift),
      onFault: (what, error) => faults.note(what, error),
    }),
  );
  runner.goOn();
  return accessTo(runner, { shifts: store.shifts, counts }, facts);
}

interface Kept {
  readonly shifts: Shifts;
  readonly counts: ShiftCounts;
}

function accessTo(runner: ShiftRunner, { shifts, counts }: Kept, facts: Facts): ShiftAccess {
  const running = (id: string) => runner.current.find(shift => shift.id === id);
  return {
    look: question => runner.look(question),
    async start(question) {
      const started = await stored(() => runner.start(question), 'the shift could not be stored, and does not start', facts);
      return started.kind === 'refused' ? { refused: started.found } : started;
    },
    order: (id, order, author) => stored(() => runner.order(id, order, author), 'it could not be stored, and nothing has changed', facts),
    at: (zone, owner) => runner.at(zone, owner),
    find: id => running(id) ?? shifts.find(id),
    list: most => shifts.list(most).rows.map(shift => running(shift.id) ?? shift),
    metrics: () => counts.metrics(runner.current),
  };
}

async function stored<T>(action: () => Promise<T>, otherwise: string, { faults }: Facts): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    faults.note('a shift could not be stored', error);
    throw new NotStored(`${otherwise}: ${error.message}`, { cause: error });
  }
}
