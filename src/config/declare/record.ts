import type { SteeredRecord } from '../../model/steering.ts';
import type { RecordInput } from '../schema/record.ts';
import { noteUselessIgnore } from './client-subnet.ts';
import { declareTree } from './node.ts';
import { readOwner } from './owner.ts';
import { checkReference } from './reference.ts';
import { checkTree } from './tree-check/registry.ts';
import { declareTtl, type TtlContext } from './ttl.ts';

/** What records are declared with. */
export interface RecordContext extends TtlContext {
  /** Of all pools, those of the wrong shape too. */
  readonly poolNames: ReadonlySet<string>;
  /** What holds for the records that do not say it themselves. */
  readonly clientSubnet: boolean;
}

/** A steered record as the model has it; undefined where its label names no owner in the zone. */
export function declareRecord(context: RecordContext, label: string, input: RecordInput): SteeredRecord | undefined {
  const { draft, poolNames } = context;
  const path = ['records', label];
  const owner = readOwner(draft, label);
  const { when_all_down: whenAllDown } = input;
  if (whenAllDown.kind === 'pool') {
    checkReference(draft, [...path, 'when_all_down', 'pool'], { kind: 'pool', name: whenAllDown.pool, known: poolNames });
  }
  const tree = declareTree(context, [...path, 'steer'], input.steer);
  checkTree(context, tree);
  const ttl = declareTtl(context, [...path, 'ttl'], { input: input.ttl, steer: tree.root });
  if (owner === undefined) return undefined;
  const clientSubnet = input.ecs === undefined ? context.clientSubnet : input.ecs === 'use';
  const record = { label, owner, ttl, steer: tree.root, clientSubnet, whenAllDown };
  if (input.ecs === 'ignore') noteUselessIgnore(draft, record, context.pools);
  return record;
}
