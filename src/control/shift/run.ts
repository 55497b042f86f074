import type { Clock } from '../../lib/clock.ts';
import type { Declared } from '../../model/declared.ts';
import type { Intent } from '../../model/intent.ts';
import type { Shift, ShiftMoment } from '../../model/shift.ts';
import { type CarryParts, serveStored, storeRatio } from './carry-out.ts';
import { intentsAt, isAsBefore, isAsLaid, whyUnfit } from './intents.ts';
import { type Running, type ShiftEffect, type ShiftEvent, type Stepped, step } from './machine.ts';
import { judgeReceiving } from './receiving.ts';

export interface ShiftParts extends CarryParts {
  readonly clock: Clock;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** Told of every moment of a shift. */
  readonly onMoment?: (told: { readonly shift: Shift; readonly moment: ShiftMoment; readonly line: string }) => void;
  /** Told of a shift that is over. */
  readonly onEnd: (shift: Shift) => void;
  readonly onFault: (what: string, error: unknown) => void;
}

/** While a shift is under way it is looked this often whether it may go on. */
const LOOK_MS = 250;

/** More than this between two looks is no time that the receiving side was seen healthy in: the process stood still. */
const LONGEST_MS = 4 * LOOK_MS;

const WARNED = new Set<ShiftMoment['what']>(['waiting', 'rollback', 'superseded']);

/** One shift under way: carries out what `machine.ts` decides, and tells it what happens. */
export class ShiftRun implements Disposable {
  readonly #parts: ShiftParts;
  #running: Running;
  /** Whether the workers are being given what is stored. */
  #serving = false;
  /** Resolves when what is to be done is done. */
  #done: Promise<void> = Promise.resolve();
  #lookedMs: number;
  #seen: Seen | undefined;
  #cancelLook = () => {};
  #isLeft = false;

  /** `first`: what the shift begins with, or what was found of it; nothing is carried out yet. */
  constructor(parts: ShiftParts, first: Running) {
    this.#parts = parts;
    this.#running = first;
    this.#lookedMs = parts.clock.monotonic();
  }

  get shift(): Shift {
    return this.#running.shift;
  }

  /** Resolves when all that is to be done is served, or is being tried again. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Stores the first step and has it served. Throws what the store throws: then nothing has changed. */
  start({ running }: Stepped): void {
    storeRatio('lay', running.shift, this.#parts);
    const before = { ...running.shift, timeline: [] };
    this.#running = running;
    this.#tellNew(before);
    this.#serve();
    this.#lookLater();
  }

  /** Goes on with what a process before this one left. */
  goOn(): void {
    const because = this.#whySuperseded();
    this.#happen(because === undefined ? { kind: 'found' } : { kind: 'superseded', because });
    this.#lookLater();
  }

  /** Has an operator's word carried out; resolves when that is served, or is being tried again. Throws where it cannot be stored. */
  async order(event: Extract<ShiftEvent, { kind: 'pause' | 'resume' | 'abort' }>): Promise<void> {
    const because = this.#whySuperseded();
    if (because !== undefined) return this.#happen({ kind: 'superseded', because });
    const stepped = step(this.#running, event, this.#parts.clock.now());
    // What an operator is told is done must outlive the process; what is stored with a ratio is stored there.
    if (stepped.effect === undefined && stepped.running.shift !== this.shift) this.#parts.store.save(stepped.running.shift);
    this.#take(stepped);
    await this.#done;
  }

  /** The shift is as it was stored: the next start goes on with it. */
  [Symbol.dispose](): void {
    this.#isLeft = true;
    this.#cancelLook();
  }

  #happen(event: ShiftEvent): void {
    if (!this.#isLeft) this.#take(step(this.#running, event, this.#parts.clock.now()));
  }

  #take({ running, effect }: Stepped): void {
    const before = this.shift;
    this.#running = running;
    this.#tellNew(before);
    if (effect) this.#carryOut(effect);
    else if (before !== running.shift) this.#save();
    if (this.shift.phase === 'ended' && before.phase !== 'ended') this.#end();
  }

  #end(): void {
    this[Symbol.dispose]();
    this.#parts.onEnd(this.shift);
  }

  #carryOut(effect: ShiftEffect): void {
    try {
      storeRatio(effect, this.shift, this.#parts);
    } catch (error) {
      this.#parts.onFault(`a ratio of shift ${this.shift.id} could not be stored`, error);
      this.#happen({ kind: 'not-stored', because: messageOf(error) });
      return;
    }
    this.#serve();
  }

  #serve(): void {
    const what = this.shift.phase === 'returning' ? 0 : this.shift.step;
    this.#serving = true;
    const serving = serveStored(this.#parts).then(
      (generation): ShiftEvent => ({ kind: 'served', step: what, generation }),
      (error): ShiftEvent => ({ kind: 'not-served', because: messageOf(error) }),
    );
    this.#done = serving.then(event => {
      this.#serving = false;
      this.#happen(event);
    });
  }

  /** What cannot be written down is told of, and goes on. */
  #save(): void {
    try {
      this.#parts.store.save(this.shift);
    } catch (error) {
      this.#parts.onFault(`what became of shift ${this.shift.id} could not be written down`, error);
    }
  }

  #tellNew({ timeline }: Pick<Shift, 'timeline'>): void {
    const { log, onMoment } = this.#parts;
    const { shift } = this;
    const known = new Set(timeline);
    for (const moment of shift.timeline.filter(each => !known.has(each))) {
      const line = `shift ${shift.id}: ${moment.what}: ${moment.detail}`;
      log[WARNED.has(moment.what) ? 'warn' : 'info']({ shift: shift.id, what: moment.what }, line);
      onMoment?.({ shift, moment, line });
    }
  }

  #lookLater(): void {
    if (this.#isLeft) return;
    this.#cancelLook = this.#parts.clock.after(LOOK_MS, () => {
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    const { clock, control } = this.#parts;
    const atMs = clock.monotonic();
    const passedMs = Math.min(LONGEST_MS, atMs - this.#lookedMs);
    this.#lookedMs = atMs;
    const because = this.#whySuperseded();
    if (because !== undefined) this.#happen({ kind: 'superseded', because });
    const { phase } = this.shift;
    if (phase === 'ended') return;
    if ((phase === 'stepping' || phase === 'returning') && !this.#serving) this.#carryOut(phase === 'stepping' ? 'lay' : 'return');
    const { inputs, states } = control.served;
    this.#happen({ kind: 'tick', passedMs, receiving: judgeReceiving(this.shift, inputs.declared, states) });
  }

  /** Why the record is no longer the shift's own. Thousands of intents are looked through only when one has changed. */
  #whySuperseded(): string | undefined {
    const { keeper, control } = this.#parts;
    const [{ intents }, { declared }] = [keeper, control.served.inputs];
    const { step: at, phase } = this.shift;
    const seen = this.#seen;
    if (seen?.intents === intents && seen.declared === declared && seen.step === at && seen.phase === phase) return undefined;
    const because = whyTaken(this.shift, intents) ?? whyUnfit(this.shift, declared);
    this.#seen = because === undefined ? { intents, declared, step: at, phase } : undefined;
    return because;
  }
}

/** With which nothing was the matter. */
interface Seen extends Pick<Shift, 'step' | 'phase'> {
  readonly intents: readonly Intent[];
  readonly declared: Declared;
}

function whyTaken(shift: Shift, intents: readonly Intent[]): string | undefined {
  const found = intentsAt(shift.plan, intents);
  if (isAsLaid(shift, found) || (shift.phase === 'returning' && isAsBefore(shift, found))) return undefined;
  const [by] = found;
  return by === undefined ? 'the ratio of the record was released' : `the ratio of the record was set by ${by.author}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
