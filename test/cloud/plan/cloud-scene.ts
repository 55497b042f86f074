import fc from 'fast-check';
import { afterStep } from '../../../src/cloud/plan/after-step.ts';
import type {
  Capabilities,
  CloudRecord,
  CloudType,
  Desired,
  DesiredSet,
  DesiredView,
  PlanStep,
  ViewKey,
} from '../../../src/model/cloud.ts';

export const ZONE = 'example.com.';

/** As AliDNS: views, weights, switches, one record at a time. */
export const RICH: Capabilities = {
  views: ['country:CN', 'country:SG'],
  weights: { min: 1, max: 100, maxRecords: 90, wildcards: false },
  ttl: { min: 60, max: 86_400 },
  status: true,
  atomic: 'record',
};

/** As a server that takes dynamic updates. */
export const PLAIN: Capabilities = { views: 'none', weights: undefined, ttl: { min: 0, max: 2 ** 31 - 1 }, status: false, atomic: 'name' };

export function value(data: string, share: number) {
  return { data, share, enabled: share > 0 };
}

export function view(key: ViewKey, values: Readonly<Record<string, number>>): DesiredView {
  return { view: key, values: Object.entries(values).map(([data, share]) => value(data, share)) };
}

/** A set of shares by data, for everybody. */
export function desiredSet(label: string, values: Readonly<Record<string, number>>, more: Partial<DesiredSet> = {}): DesiredSet {
  return { zone: ZONE, owner: `${label}.${ZONE}`, label, type: 'A', ttl: 60, views: [view('default', values)], losses: [], ...more };
}

export function desired(...sets: readonly DesiredSet[]): Desired {
  return { zone: ZONE, generation: 7, sets };
}

/** A record that is ours. */
export function record(label: string, data: string, more: Partial<CloudRecord> = {}): CloudRecord {
  const owner = `${label}.${ZONE}`;
  const { type = 'A', view: key = 'default' } = more;
  const base = { owner, type, data, view: key, ttl: 60, weight: undefined, enabled: true, owned: true, locked: false };
  return { id: `id ${label} ${type} ${key} ${data}`, ...base, ...more };
}

export function carriedOut(current: readonly CloudRecord[], steps: readonly PlanStep[]): readonly CloudRecord[] {
  return steps.reduce(afterStep, current);
}

/** A step in a few words: `weight 203.0.113.1 40`. */
export function wordsOf(step: PlanStep): string {
  switch (step.kind) {
    case 'add':
      return `add ${step.record.data}`;
    case 'weighting':
      return `weighting ${step.on ? 'on' : 'off'}`;
    case 'weight':
      return `weight ${step.from.data} ${step.weight}`;
    case 'update':
      return `update ${step.from.data} to ${step.to.data} ${step.to.ttl}`;
    default:
      return `${step.kind} ${step.from.data}`;
  }
}

const LABELS = ['www', 'api'] as const;
const VIEWS: readonly ViewKey[] = ['default', 'country:CN', 'country:SG'];
const DATA: Readonly<Record<CloudType, readonly string[]>> = {
  A: ['203.0.113.1', '203.0.113.2', '203.0.113.3'],
  AAAA: ['2001:db8::1', '2001:db8::2'],
  CNAME: ['cdn.example.net.', 'other.example.net.'],
};

const TYPES: fc.Arbitrary<readonly CloudType[]> = fc.constantFrom(['A'], ['AAAA'], ['CNAME'], ['A', 'AAAA']);

/** Shares of which one at least is above 0. */
const viewOf = (key: ViewKey, type: CloudType): fc.Arbitrary<DesiredView> =>
  fc
    .array(fc.nat({ max: 4 }), { minLength: DATA[type].length, maxLength: DATA[type].length })
    .filter(parts => parts.some(part => part > 0))
    .map(parts => {
      const sum = parts.reduce((total, part) => total + part, 0);
      return { view: key, values: DATA[type].map((data, i) => value(data, parts[i]! / sum)) };
    });

const setOf = (label: string, type: CloudType): fc.Arbitrary<DesiredSet> =>
  fc
    .record({ ttl: fc.constantFrom(30, 60, 600), views: fc.subarray([...VIEWS.slice(1)]) })
    .chain(({ ttl, views }) =>
      fc
        .tuple(...(['default', ...views] as ViewKey[]).map(key => viewOf(key, type)))
        .map(all => desiredSet(label, {}, { type, ttl, views: all })),
    );

/** What may be wanted of two names. */
export const anyDesired: fc.Arbitrary<Desired> = fc
  .tuple(
    ...LABELS.map(label =>
      fc.option(
        TYPES.chain(types => fc.tuple(...types.map(type => setOf(label, type)))),
        { nil: [] },
      ),
    ),
  )
  .map(all => desired(...all.flat()));

export const anyCapabilities = fc.constantFrom<Capabilities>(RICH, PLAIN, { ...RICH, status: false }, { ...RICH, weights: undefined });

/** A record of others, or one that is locked. */
export const anyStranger: fc.Arbitrary<CloudRecord> = fc
  .record({ label: fc.constantFrom(...LABELS), type: fc.constantFrom('A', 'CNAME', 'MX', 'TXT'), view: fc.constantFrom(...VIEWS) })
  .map(({ label, type, view: key }) =>
    record(label, '198.51.100.9', { type, view: key, owned: false, id: `stranger ${label} ${type} ${key}` }),
  );
