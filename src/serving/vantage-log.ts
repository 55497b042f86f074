import { describeFleetEvent } from '../fleet/describe-event.ts';
import type { FleetEvent } from '../fleet/fleet-event.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import type { EventData, EventSink, NewEvent } from '../model/event.ts';
import type { VantageStanding } from '../model/health.ts';
import type { Faults } from './faults.ts';
import type { Logger } from './log.ts';

/** While verdicts hold it is said again this often, and as soon as twice as many hold: the first are those that were probed first. */
const AGAIN_MS = 60_000;

export interface VantageLogParts {
  readonly log: Logger;
  readonly events?: EventSink | undefined;
  readonly faults: Pick<Faults, 'note'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Tells an operator what becomes of the vantages: who comes and goes, who has a say, and loudly when nobody has. */
export class VantageLog {
  readonly #parts: VantageLogParts;
  /** Why a vantage has no say, of those that have none. */
  #voteless: ReadonlyMap<string, string> = new Map();
  /** Targets that were held when it was last told; 0 while none is. */
  #held = 0;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(parts: VantageLogParts) {
    this.#parts = parts;
  }

  /** Takes note of something about a vantage; to be handed on as a callback. Who has no say by its control targets is told by `look`. */
  readonly note = (event: FleetEvent): void => {
    if (event.kind === 'controls-failing' || event.kind === 'controls-mended') return;
    const { level, message, fields } = describeFleetEvent(event);
    this.#parts.log[level](fields, message);
    const { event: _, vantage, ...data } = fields;
    this.#parts.events?.note({ kind: 'vantage', level, target: event.vantage, message, data: { what: event.kind, ...plainOf(data) } });
  };

  /** Looks at who has a say, and tells of what has changed since the last look. To be called every second. */
  look({ vantages, held }: Pick<Health, 'vantages' | 'held'>): void {
    this.#tellVotes(vantages);
    this.#tellHeld(held);
  }

  #tellVotes(vantages: readonly VantageStanding[]): void {
    const { log } = this.#parts;
    for (const { name, region, voteless, targets, failing } of vantages) {
      const before = this.#voteless.get(name);
      const fields = { vantage: name, region, targets, failing };
      if (voteless !== undefined && before === undefined) {
        const message = `vantage ${name} has no say: ${voteless}`;
        log.warn({ ...fields, voteless }, message);
        this.#noteVote(name, { level: 'warn', message, data: { what: 'voteless', region, targets, failing, voteless } });
      }
      if (voteless === undefined && before !== undefined) {
        const message = `vantage ${name} has a say again; it had none: ${before}`;
        log.info(fields, message);
        this.#noteVote(name, { level: 'info', message, data: { what: 'votes', region, targets, failing } });
      }
    }
    this.#voteless = new Map(vantages.flatMap(({ name, voteless }) => (voteless === undefined ? [] : [[name, voteless]])));
  }

  #noteVote(target: string, event: Pick<NewEvent, 'level' | 'message' | 'data'>): void {
    this.#parts.events?.note({ kind: 'vantage', target, ...event });
  }

  #tellHeld(held: number): void {
    const { log, faults, clock } = this.#parts;
    const nowMs = clock.monotonic();
    if (held > 0 && (held >= 2 * this.#held || nowMs - this.#toldMs >= AGAIN_MS)) {
      faults.note(`no vantage has a say in ${held} ${held === 1 ? 'target' : 'targets'}`, new Error(held === 1 ? ITS : THEIR));
      this.#toldMs = nowMs;
      this.#held = held;
    }
    if (held > 0 || this.#held === 0) return;
    this.#held = 0;
    log.info('every target has a vantage with a say again: verdicts go by what they see');
  }
}

/** What of the fields is small: the faults of a report are in the message. */
function plainOf(fields: Readonly<Record<string, unknown>>): EventData {
  const plain = Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(plain) as EventData;
}

const ITS = 'its verdict holds until one has';
const THEIR = 'their verdicts hold until one has';
