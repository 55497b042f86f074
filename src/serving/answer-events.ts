import type { Compiled } from '../answer/compile.ts';
import type { TableChange } from '../answer/table.ts';
import type { Served } from '../control/loop.ts';
import type { Clock } from '../lib/clock.ts';
import { displayName } from '../lib/dns-name.ts';
import type { EventSink } from '../model/event.ts';
import type { Name } from '../model/zone.ts';

/** Hundreds of changes in a second are told of together, a zone at a time. */
const GATHERED_MS = 200;

type Answered = Pick<Served, 'compiled' | 'generation'>;

/** What was served since it was last told. */
interface Gathered {
  readonly first: number;
  readonly served: Answered;
  /** Undefined: everything was. */
  readonly changes: readonly TableChange[] | undefined;
}

/** Tells of answers that every worker serves: the generation that carries them, and how many record sets they are. */
export class AnswerEvents implements Disposable {
  readonly #events: EventSink;
  readonly #clock: Pick<Clock, 'after'>;
  #gathered: Gathered | undefined;
  #cancelTimer = () => {};

  constructor(events: EventSink, clock: Pick<Clock, 'after'>) {
    this.#events = events;
    this.#clock = clock;
  }

  /** Takes an update that every worker serves; `change` undefined: it was everything. */
  noteServed({ compiled, generation }: Answered, change: TableChange | undefined): void {
    const before = this.#gathered;
    if (before === undefined) this.#cancelTimer = this.#clock.after(GATHERED_MS, () => this.#tell());
    const earlier = before === undefined ? [] : before.changes;
    const changes = change && earlier && [...earlier, change];
    this.#gathered = { first: before?.first ?? generation, served: { compiled, generation }, changes };
  }

  /** Tells of what is left. */
  [Symbol.dispose](): void {
    this.#cancelTimer();
    this.#tell();
  }

  #tell(): void {
    const gathered = this.#gathered;
    this.#gathered = undefined;
    if (gathered === undefined) return;
    const { first, served, changes } = gathered;
    const { generation, compiled } = served;
    const common = { kind: 'answer', generation } as const;
    const carried = first === generation ? `generation ${generation}` : `generations ${first} to ${generation}`;
    if (changes === undefined) {
      const zones = compiled.names.zones.size;
      const message = `all answers of ${counted(zones, 'zone')} are served anew, in ${carried}`;
      this.#events.note({ ...common, message, data: { first_generation: first, zones } });
      return;
    }
    for (const [zone, sets] of setsByZone(compiled, changes)) {
      const message = `answers of ${displayName(zone)}: ${counted(sets, 'record set')} changed, in ${carried}`;
      this.#events.note({ ...common, zone, message, data: { first_generation: first, record_sets: sets } });
    }
  }
}

/** How many record sets of each zone are among the changes, each counted once. */
function setsByZone(compiled: Compiled, changes: readonly TableChange[]): ReadonlyMap<Name, number> {
  const zones = zonesOfSets(compiled);
  const seen = new Uint8Array(zones.length);
  const counts = new Map<Name, number>();
  for (const { decisions } of changes) {
    for (const set of decisions.sets) {
      const zone = zones[set];
      if (zone === undefined || seen[set] === 1) continue;
      seen[set] = 1;
      counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
  }
  return counts;
}

const known = new WeakMap<Compiled['dependents'], readonly Name[]>();

/** The zone of each record set, by its number: worked out once for a table. */
function zonesOfSets({ dependents }: Compiled): readonly Name[] {
  const found = known.get(dependents);
  if (found) return found;
  const zones: Name[] = [];
  for (const shape of new Set([...dependents.values()].flat())) for (const set of shape.sets) zones[set] = shape.zone;
  known.set(dependents, zones);
  return zones;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
