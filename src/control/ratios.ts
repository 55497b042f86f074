import { isInForce } from '../lib/in-force.ts';
import { recordKey } from '../lib/keys.ts';
import { fitRatio } from '../lib/ratio.ts';
import { steeredRecord } from '../lib/steered-record.ts';
import type { Declared } from '../model/declared.ts';
import type { Intent, RatioIntent } from '../model/intent.ts';
import type { LaidRatio, Ratios } from '../model/ratio.ts';

interface RatioInputs {
  readonly declared: Declared;
  readonly intents: readonly Intent[];
}

/** The ratios in force at `nowMs` that fit their records, each laid over its tree. What has not changed since `before` is taken from there. */
export function ratiosIn({ declared, intents }: RatioInputs, nowMs: number, before: Ratios = new Map()): Ratios {
  const ratios = new Map<string, LaidRatio>();
  for (const intent of intents) {
    if (intent.kind !== 'ratio' || !isInForce(intent, nowMs)) continue;
    const key = recordKey(intent.target.zone, intent.target.owner);
    const laid = layRatio(declared, intent, before.get(key));
    if (laid) ratios.set(key, laid);
  }
  return ratios;
}

function layRatio({ zones }: Declared, intent: RatioIntent, before: LaidRatio | undefined): LaidRatio | undefined {
  const steering = zones.get(intent.target.zone)?.steering;
  const record = steering && steeredRecord(steering, intent.target.owner);
  if (!record) return undefined;
  if (before?.intent === intent && before.record === record) return before;
  const fit = fitRatio(record.steer, intent.weights);
  return fit.fits ? { intent, record, steer: fit.steer } : undefined;
}
