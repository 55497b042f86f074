import type { Control } from '../control/loop.ts';
import { type Silenced, silencing } from '../health/maintenance.ts';
import type { Clock } from '../lib/clock.ts';
import type { Declared } from '../model/declared.ts';
import type { Intent } from '../model/intent.ts';

/** Which endpoints planned work is under way on: by what was loaded first, then by what control serves. */
export class PlannedWork {
  /** To be handed to the health engine. */
  readonly silenced: Silenced;
  #now: { readonly declared: Declared; readonly intents: readonly Intent[] };

  constructor(declared: Declared, intents: readonly Intent[], clock: Pick<Clock, 'now'>) {
    this.#now = { declared, intents };
    this.silenced = silencing({ declared: () => this.#now.declared, intents: () => this.#now.intents, clock });
  }

  /** From now on it is what control serves. */
  follow(control: Control): void {
    this.#now = {
      get declared() {
        return control.served.inputs.declared;
      },
      get intents() {
        return control.served.inputs.intents;
      },
    };
  }
}
