import { formatDuration } from '../../lib/duration.ts';
import type { SteeredRecord } from '../../model/steering.ts';
import type { RecordInput } from '../schema/record.ts';
import { declareTree, type NodeContext } from './node.ts';
import { readOwner } from './owner.ts';
import { checkReference } from './reference.ts';

/** A steered record as the model has it; undefined where its label names no owner in the zone. */
export function declareRecord(context: NodeContext, label: string, input: RecordInput): SteeredRecord | undefined {
  const { draft, poolNames } = context;
  const path = ['records', label];
  const owner = readOwner(draft, label);
  const { ttl, when_all_down: whenAllDown } = input;
  if (ttl.minSeconds > ttl.maxSeconds) {
    const [min, max] = [ttl.minSeconds, ttl.maxSeconds].map(seconds => formatDuration(seconds * 1000));
    draft.error([...path, 'ttl'], `min ${min} is more than max ${max}`);
  }
  if (whenAllDown.kind === 'pool') {
    checkReference(draft, [...path, 'when_all_down', 'pool'], { kind: 'pool', name: whenAllDown.pool, known: poolNames });
  }
  const steer = declareTree(context, [...path, 'steer'], input.steer);
  return owner === undefined ? undefined : { label, owner, ttl, steer, whenAllDown };
}
