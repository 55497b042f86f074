import { poolsOf } from '../../lib/record-pools.ts';
import type { Safety } from '../../model/safety.ts';
import type { SteeredRecord, Steering } from '../../model/steering.ts';
import type { SafetyInput } from '../schema/safety.ts';
import type { Draft } from './draft.ts';

const NO_LIMIT = { poolPercent: undefined, recordPercent: undefined };

/** The brake of a zone as the model has it. */
export function declareSafety(draft: Draft, input: SafetyInput, declared: Steering): Safety {
  const { max_removed: maxRemoved = NO_LIMIT, window: windowMs, min_healthy: minHealthy, gate } = input;
  const safety: Safety = { maxRemoved, windowMs, minHealthy, gate };
  if (input.max_removed === undefined && minHealthy === undefined)
    draft.error(['safety'], 'expected max_removed, min_healthy or both, found neither: without them nothing is ever held');
  if (minHealthy) for (const record of declared.records) noteFloor(draft, { safety, record, declared });
  return safety;
}

interface Floored {
  readonly safety: Safety;
  readonly record: SteeredRecord;
  readonly declared: Steering;
}

/** A floor that is never left, or that keeps what was declared from ever being answered, is seldom meant. */
function noteFloor(draft: Draft, { safety: { minHealthy }, record, declared }: Floored): void {
  const pools = [...poolsOf({ ...record, whenAllDown: { kind: 'serve_all' } })].flatMap(name => declared.pools.get(name) ?? []);
  const endpoints = pools.reduce((sum, pool) => sum + pool.endpoints.length, 0);
  if (minHealthy?.kind === 'count' && endpoints > 0 && endpoints <= minHealthy.count)
    draft.warning(
      ['safety', 'min_healthy'],
      `record \`${record.label}\` has ${endpoints === 1 ? '1 endpoint' : `${endpoints} endpoints`}: none of them is ever taken out by itself`,
    );
  else if (record.whenAllDown.kind !== 'serve_all')
    draft.warning(
      ['safety', 'min_healthy'],
      `the when_all_down of record \`${record.label}\` is never reached by itself: something always stays`,
    );
}
