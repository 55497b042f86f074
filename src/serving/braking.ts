import { brakedDerive, heldDerive } from '../control/brakes/braked-derive.ts';
import { type BrakeChange, Brakes } from '../control/brakes/brakes.ts';
import { placeOf } from '../control/describe-change.ts';
import type { Control, Derive } from '../control/loop.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { displayName } from '../lib/dns-name.ts';
import type { EventLevel } from '../model/event.ts';
import type { SavedMark } from '../store/brakes.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { LateWrites } from './late-writes.ts';

/** Timers do not see the time that a machine sleeps. */
const LONGEST_WAIT_MS = 60_000;

/** As many endpoints as a line has room for. */
const NAMED = 3;

/** The brakes with what is around them: they are written down, told of, and looked at when their time has come. */
export interface Braking extends Disposable {
  readonly brakes: Brakes;
  /** For the loop. */
  readonly derive: Derive;
  /** For what is only supposed. */
  readonly supposed: Derive;
  /** Endpoints that were held since the start, by zone. */
  readonly holds: ReadonlyMap<string, number>;
  /** From now on what is due is carried out. */
  follow(control: Pick<Control, 'verdictChanged'>): void;
}

/** Begins with the brakes as the store kept them. */
export function startBraking({ log, events, faults }: Facts, { store }: Pick<Inputs, 'store'>, derive: Derive): Braking {
  const { warnings, ...kept } = store.brakes.restore();
  for (const warning of warnings) log.warn(warning);
  const onFault = (error: unknown) => faults.note('brakes could not be stored', error);
  const writes = new LateWrites<SavedMark>({ write: marks => store.brakes.save(marks), clock, onFault });
  const holds = new Map<string, number>();
  let control: Pick<Control, 'verdictChanged'> | undefined;
  let cancelTimer = () => {};

  const tell = (level: EventLevel, { zone, brake }: BrakeChange, message: string) => {
    const held = brake.held.length;
    log[level]({ zone, held }, message);
    events.note({ kind: 'brake', level, zone, target: displayName(zone), message, data: { held, open: brake.isOpen } });
  };
  const onChange = (change: BrakeChange) => {
    for (const { key, mark } of change.changed.keys()) writes.add(key, { endpoint: key, mark });
    const newly = [...change.changed].flatMap(([seat, before]) => (seat.mark?.state === 'held' && before?.state !== 'held' ? [seat] : []));
    const ended = [...change.changed].filter(([seat, before]) => before?.state === 'held' && seat.mark?.state !== 'held').length;
    if (newly.length > 0) holds.set(change.zone, (holds.get(change.zone) ?? 0) + newly.length);
    const heldBefore = change.brake.held.length - newly.length + ended;
    if (newly.length > 0) tell(heldBefore === 0 ? 'error' : 'warn', change, sayHeld(change, newly));
    else if (ended > 0 && change.brake.held.length === 0)
      tell('info', change, `the brake of ${displayName(change.zone)} holds nothing any more`);
  };
  const brakes = new Brakes({
    kept,
    clock,
    onChange,
    onZone(zone, isBraked) {
      try {
        store.brakes.saveZone(zone, isBraked);
      } catch (error) {
        onFault(error);
      }
    },
  });

  const lookLater = () => {
    cancelTimer();
    cancelTimer = () => {};
    const { due } = brakes;
    if (!due) return;
    cancelTimer = clock.after(Math.min(LONGEST_WAIT_MS, Math.max(0, due.atMs - brakes.nowMs)), () => {
      if (due.atMs > brakes.nowMs || !control) lookLater();
      else control.verdictChanged(due.endpoint).catch(error => faults.note('what a brake let go of is not in the answers yet', error));
    });
  };
  const braked = brakedDerive(derive, brakes);
  return {
    brakes,
    holds,
    supposed: heldDerive(derive, brakes),
    derive: {
      all(inputs) {
        const states = braked.all(inputs);
        lookLater();
        return states;
      },
      some(inputs, keys) {
        const states = braked.some(inputs, keys);
        lookLater();
        return states;
      },
    },
    follow(followed) {
      control = followed;
      lookLater();
    },
    [Symbol.dispose]() {
      cancelTimer();
      writes[Symbol.dispose]();
    },
  };
}

function sayHeld({ zone, brake }: BrakeChange, newly: BrakeChange['brake']['held']): string {
  const names = newly.slice(0, NAMED).map(placeOf).join(', ');
  const more = newly.length > NAMED ? ` and ${newly.length - NAMED} more` : '';
  const open = `./meridian brake open ${displayName(zone)} --reason …`;
  return `the brake holds ${names}${more}, measured down and answered all the same: ${newly[0]!.because}; it holds ${brake.held.length} now; to let them go: ${open}`;
}
