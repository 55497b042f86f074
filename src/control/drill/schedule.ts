import type { Clock } from '../../lib/clock.ts';
import type { Declared } from '../../model/declared.ts';
import type { DeclaredDrill } from '../../model/drill.ts';
import type { Name } from '../../model/zone.ts';

/** Something that comes again and again by a calendar. */
export interface Recurrence extends Disposable {
  /** When it comes next, in milliseconds since the epoch; undefined: never. */
  nextAtMs(): number | undefined;
}

/** Calls when the clocks of a time zone show what a schedule (five fields of cron) says. */
export type Calendar = (schedule: string, timeZone: string, run: () => void) => Recurrence;

/** A declared drill, its zone, and when it is held next; undefined: by hand alone. */
export interface PlannedDrill {
  readonly zone: Name;
  readonly drill: DeclaredDrill;
  readonly nextAtMs: number | undefined;
}

export interface DrillScheduleOptions {
  /** What is declared; the same object until it changes. */
  readonly declared: () => Declared;
  readonly calendar: Calendar;
  readonly clock: Pick<Clock, 'after'>;
  /** Holds a drill; its promise ends when it has begun or was refused. */
  readonly run: (zone: Name, drill: DeclaredDrill) => void;
}

/** A reload may declare other drills: that is looked for this often. */
const LOOK_MS = 1000;

/** Has declared drills held by their schedules, also after a reload. */
export class DrillSchedule implements Disposable {
  readonly #options: DrillScheduleOptions;
  #declared: Declared | undefined;
  #planned: readonly { readonly zone: Name; readonly drill: DeclaredDrill; readonly recurrence: Recurrence | undefined }[] = [];
  #cancelLook = () => {};

  constructor(options: DrillScheduleOptions) {
    this.#options = options;
    this.#look();
  }

  /** Every declared drill, in the order of the zones and files. */
  get planned(): readonly PlannedDrill[] {
    return this.#planned.map(({ recurrence, ...each }) => ({ ...each, nextAtMs: recurrence?.nextAtMs() }));
  }

  [Symbol.dispose](): void {
    this.#cancelLook();
    this.#endAll();
  }

  #look(): void {
    const declared = this.#options.declared();
    if (declared !== this.#declared) this.#plan(declared);
    this.#cancelLook = this.#options.clock.after(LOOK_MS, () => this.#look());
  }

  #plan(declared: Declared): void {
    const { calendar, run } = this.#options;
    this.#endAll();
    this.#declared = declared;
    this.#planned = [...declared.zones.values()].flatMap(({ name: zone, steering }) =>
      (steering?.drills ?? []).map(drill => {
        const recurrence = drill.schedule === undefined ? undefined : calendar(drill.schedule, drill.timeZone, () => run(zone, drill));
        return { zone, drill, recurrence };
      }),
    );
  }

  #endAll(): void {
    for (const { recurrence } of this.#planned) recurrence?.[Symbol.dispose]();
    this.#planned = [];
  }
}
