import type { Clock } from '../../lib/clock.ts';
import { isInForce } from '../../lib/in-force.ts';
import { recordKey } from '../../lib/keys.ts';
import type { Declared } from '../../model/declared.ts';
import type { BrakeIntent, Intent } from '../../model/intent.ts';
import type { Ratios } from '../../model/ratio.ts';
import type { Name } from '../../model/zone.ts';
import { ratiosIn } from '../ratios.ts';
import type { SteerOf } from './scopes.ts';

/** What operators say that brakes go by: which are open, and the ratios of records. Looked for again only where there are other intents. */
export class Orders {
  readonly #clock: Pick<Clock, 'now'>;
  #intents: readonly Intent[] = [];
  #declared: Declared | undefined;
  #openings: ReadonlyMap<Name, BrakeIntent> = new Map();
  #ratios: Ratios = new Map();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Takes what is in force from now on; gives the zones whose records are steered otherwise than before. */
  take({ declared, intents }: { readonly declared: Declared; readonly intents: readonly Intent[] }): ReadonlySet<Name> {
    if (intents === this.#intents && declared === this.#declared) return new Set();
    const before = this.#ratios;
    this.#intents = intents;
    this.#declared = declared;
    this.#openings = new Map(intents.flatMap(intent => (intent.kind === 'brake' ? [[intent.target.zone, intent]] : [])));
    this.#ratios = ratiosIn({ declared, intents }, this.#clock.now(), before);
    return new Set([...differences(before, this.#ratios), ...differences(this.#ratios, before)]);
  }

  /** Whether an operator has the brake of a zone open now. */
  isOpen(zone: Name): boolean {
    const opening = this.#openings.get(zone);
    return opening !== undefined && isInForce(opening, this.#clock.now());
  }

  /** How the records of a zone are steered. */
  steerOf(zone: Name): SteerOf {
    return record => this.#ratios.get(recordKey(zone, record.owner))?.steer ?? record.steer;
  }
}

function differences(a: Ratios, b: Ratios): Name[] {
  return [...a].flatMap(([key, ratio]) => (b.get(key) === ratio ? [] : [ratio.intent.target.zone]));
}
