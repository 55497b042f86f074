import type { Changed } from '../model/audit.ts';
import type { WhatIf } from '../model/whatif.ts';
import { changedIntents } from './changed.ts';
import type { DryRunView } from './dry-run-contract.ts';
import type { IntentChange, Operations } from './operations.ts';
import { viewForecast } from './whatif.ts';

/** What a change of intents would do. */
export async function previewChange(operations: Operations, change: IntentChange): Promise<DryRunView> {
  const changed = changedIntents(operations.snapshot().intents, change);
  return dryRun(operations, changed, await operations.foretell(change));
}

/** What a call would do; `wire` undefined: it changes no answer, or that cannot be told. */
export function dryRun(operations: Operations, changed: readonly Changed[], wire?: WhatIf): DryRunView {
  const { generation } = operations.snapshot();
  const changes = changed.map(each => ({ ...each })) as DryRunView['changes'];
  return { dry_run: true, generation, changes, wire: wire ? viewForecast(wire) : null };
}
