import { formatDuration } from '../lib/duration.ts';
import type { Monitor } from '../model/monitor.ts';
import type { Rhythm, TtlChoice, TtlPlan } from '../model/ttl-plan.ts';
import { changesOf, type PlannedRecord } from './planned-record.ts';
import { sayMs, sayOf, sayRhythm } from './say-budget.ts';

type Found = Omit<TtlPlan, 'why' | 'yaml'>;

/** Why a choice was made, or that there is none to make, and what to write for it. */
export function presentPlan(found: Found, record: PlannedRecord, slowest: Monitor): Pick<TtlPlan, 'why' | 'yaml'> {
  const { chosen, best } = found;
  const why = chosen ? whyChosen(found, chosen, slowest) : whyNone(found, best);
  return { why, yaml: yamlOf(found, chosen ?? best, { record, slowest }) };
}

function whyChosen({ declared, limit }: Found, { rhythm, settledSeconds, expectedMs, worstMs }: TtlChoice, slowest: Monitor): string {
  const loss = sayMs(limit.of === 'expected' ? expectedMs : worstMs);
  const kept = `with a TTL of ${settledSeconds}s the loss is ${loss} ${sayOf(limit.of)}`;
  const changes = changesOf(rhythm, slowest);
  if (changes.length === 0)
    return `monitor ${slowest.name} can stay as it is: ${kept}, and no longer TTL is within ${formatDuration(limit.ms)}`;
  const before = `as declared, monitor ${slowest.name} takes ${sayMs(declared.detectionMs)} on average to find a silent failure`;
  return `${before}, which leaves no TTL, or one so short that resolvers ask all the time; with ${changes.map(key => sayChange(key, rhythm)).join(', ')} it is the least change: ${kept}`;
}

function whyNone({ limit, floorSeconds }: Found, best: TtlChoice): string {
  const loss = sayMs(limit.of === 'expected' ? best.expectedMs : best.worstMs);
  const bestWords = `the best that can be had is ${loss} ${sayOf(limit.of)}, with ${sayRhythm(best.rhythm)} and a TTL of ${best.settledSeconds}s`;
  if (floorSeconds === undefined) return `cannot: ${bestWords}`;
  const floorMs = limit.of === 'expected' ? floorSeconds * 500 : floorSeconds * 1000;
  return `cannot: a TTL of ${floorSeconds}s, which is the provider's least, costs ${sayMs(floorMs)} ${sayOf(limit.of)} by itself; ${bestWords}`;
}

function sayChange(key: keyof Rhythm, rhythm: Rhythm): string {
  return `${YAML_KEYS[key]} ${sayValue(key, rhythm)}`;
}

const YAML_KEYS = { intervalMs: 'interval', timeoutMs: 'timeout', fall: 'fall', confirmMs: 'confirm' } as const;

function sayValue(key: keyof Rhythm, rhythm: Rhythm): string {
  const value = rhythm[key];
  if (value === undefined) return 'off';
  return key === 'fall' ? String(value) : formatDuration(value);
}

function yamlOf(
  found: Found,
  choice: TtlChoice,
  { record, slowest }: { readonly record: PlannedRecord; readonly slowest: Monitor },
): string {
  const changes = changesOf(choice.rhythm, slowest).map(key => sayChange(key, choice.rhythm).replace(' ', ': '));
  const monitors = changes.length === 0 ? [] : ['monitors:', `  ${slowest.name}: { ${changes.join(', ')} }`];
  return [...monitors, 'records:', `  ${yamlKey(record.label)}: { ttl: ${ttlOf(found, choice, record)} }`].join('\n');
}

/** What cannot be kept is written as what comes nearest to it. */
function ttlOf({ limit, vantages, floorSeconds, chosen }: Found, { settledSeconds }: TtlChoice, { ttl }: PlannedRecord): string {
  if (floorSeconds !== undefined || !chosen) return formatDuration(1000 * settledSeconds);
  const keys = [
    `${limit.of === 'expected' ? 'budget' : 'rto'}: ${formatDuration(limit.ms)}`,
    ...(vantages > 1 ? [`vantages: ${vantages}`] : []),
    ...(ttl.align === undefined ? [] : [`align: ${ttl.align}`]),
  ];
  return `{ ${keys.join(', ')} }`;
}

/** A label such as `@` or `*.shop` is no plain YAML. */
function yamlKey(label: string): string {
  return /^[A-Za-z][\w.-]*$/.test(label) ? label : `"${label}"`;
}
