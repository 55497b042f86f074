import type { DrillAccess } from '../api/drill-access.ts';
import type { ShiftAccess } from '../api/shift-access.ts';
import type { Name } from '../model/zone.ts';
import type { Answering } from './answering.ts';
import { startDrills } from './drilling.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { startShifts } from './shifting.ts';

/** What moves clients by itself. */
export interface Moves {
  readonly drills: DrillAccess;
  readonly shifts: ShiftAccess;
}

/** Drills and shifts, which leave one another's records alone. Shifts go on where the process before this one left them. */
export function startMoves(facts: Facts, inputs: Inputs, answering: Answering, stack: AsyncDisposableStack): Moves {
  const shifts = startShifts(facts, inputs, { ...answering, busy: (zone, owner) => drillAt(drills, zone, owner) }, stack);
  const shiftAt = ({ zone, owner }: { readonly zone: Name; readonly owner: Name }) => {
    const shift = shifts.at(zone, owner);
    return shift && `shift ${shift.id}`;
  };
  const drills = startDrills(facts, inputs, { ...answering, shiftAt }, stack);
  return { drills, shifts };
}

function drillAt(drills: DrillAccess, zone: Name, owner: Name): string | undefined {
  const id = drills.running;
  const plan = id === undefined ? undefined : drills.find(id)?.plan;
  return plan?.zone === zone && plan.owner === owner ? `drill ${id}` : undefined;
}
