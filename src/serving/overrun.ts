import { placeOf } from '../control/describe-change.ts';
import type { Served } from '../control/loop.ts';
import { silencedBy } from '../health/maintenance.ts';
import type { EndpointState } from '../model/effective.ts';
import type { Intent, MaintenanceIntent } from '../model/intent.ts';
import type { Logger } from './log.ts';

/** A whole site may still be down: it is not worth a line for each of thousands. */
const MOST_LINES = 20;

export interface OverrunParts {
  readonly control: { readonly served: Pick<Served, 'inputs' | 'states'> };
  readonly log: Pick<Logger, 'warn'>;
  readonly nowMs: number;
}

/**
 * Planned work that takes longer than was planned: warns of each endpoint that is still measured down though the last window over it has
 * ended. `ended` are intents that had begun and are gone, by time or by hand; `left` those that there are now. What fails in a window is no
 * alarm, so that without this line nobody would ever be told.
 */
export function tellOverrun(ended: readonly Intent[], left: readonly Intent[], { control, log, nowMs }: OverrunParts): void {
  const windows = ended.filter(intent => intent.kind === 'maintenance');
  if (windows.length === 0) return;
  const { inputs, states } = control.served;
  const covered = silencedBy(
    windows.map(window => asInForce(window, nowMs)),
    inputs.declared,
    nowMs,
  );
  const stillCovered = silencedBy(left, inputs.declared, nowMs);
  const down = [...states.values()].filter(({ key, measured }) => measured.verdict === 'down' && covered(key) && !stillCovered(key));
  for (const state of down.slice(0, MOST_LINES)) tellOf(state, log);
  const more = down.length - MOST_LINES;
  if (more > 0) log.warn({ more }, `and ${more} more are still down though maintenance is over`);
}

function tellOf(state: EndpointState, log: OverrunParts['log']): void {
  const { reason } = state.measured;
  log.warn({ endpoint: state.key, reason }, `${placeOf(state)} is still down though maintenance is over: ${reason}`);
}

/** The same window as if it had not ended, to be asked what it covered. */
function asInForce(window: MaintenanceIntent, nowMs: number): MaintenanceIntent {
  return { ...window, fromMs: nowMs, expiresAtMs: Number.POSITIVE_INFINITY };
}
