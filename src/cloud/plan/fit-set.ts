import type {
  CannotPolicy,
  Capabilities,
  Degradation,
  DesiredSet,
  DesiredValue,
  DesiredView,
  ViewKey,
  WantedRecord,
} from '../../model/cloud.ts';
import { canonicalData } from './same-data.ts';
import { evenCount, missOf, percentText, weightsOf } from './shares.ts';

/** A record set as a provider can have it, or why it is left alone. */
export interface FittedSet {
  readonly set: DesiredSet;
  readonly records: readonly WantedRecord[];
  readonly degradations: readonly Degradation[];
  /** Undefined: it can be told. */
  readonly refused: string | undefined;
}

/** A miss that nobody minds: half a percent of the clients. */
const SMALL_MISS = 0.005;

/**
 * Turns what a record set should be into the records of a provider. What the provider cannot express is told as near as may be, with a note
 * of each loss; under `refuse` the whole set is left alone instead. No view of the records given is without an enabled one.
 */
export function fitSet(set: DesiredSet, capabilities: Capabilities, policy: CannotPolicy): FittedSet {
  const notes: Omit<Degradation, 'owner' | 'type'>[] = set.losses.map(message => ({ message }));
  const ttl = fitTtl(set.ttl, capabilities, message => notes.push({ message }));
  const views = fitViews(set, capabilities, (view, message) => notes.push({ view, message }));
  const records = views.flatMap(view =>
    fitView(view, set, capabilities, message => notes.push({ view: view.view, message })).map(value => ({
      owner: set.owner,
      type: set.type,
      view: view.view,
      ttl,
      ...value,
    })),
  );
  const degradations = notes.map(note => ({ owner: set.owner, type: set.type, ...note }));
  return { set, records, degradations, refused: refusal(views, records, policy === 'refuse' ? degradations : []) };
}

function refusal(views: readonly DesiredView[], records: readonly WantedRecord[], losses: readonly Degradation[]): string | undefined {
  if (views.length === 0) return 'nothing is wanted for clients of no special place; expected a default';
  const empty = views.find(({ view }) => !records.some(record => record.view === view && record.enabled));
  if (empty) return `nothing would be answered (${empty.view}); a record set is never left empty`;
  return losses.length > 0 ? losses.map(({ message }) => message).join('; ') : undefined;
}

function fitTtl(asked: number, { ttl: { min, max } }: Capabilities, note: (message: string) => void): number {
  if (asked < min) note(`asked TTL ${asked}, the least here is ${min}`);
  if (asked > max) note(`asked TTL ${asked}, the most here is ${max}`);
  return Math.min(max, Math.max(min, asked));
}

function fitViews(set: DesiredSet, { views }: Capabilities, note: (view: ViewKey, message: string) => void): readonly DesiredView[] {
  const canTell = (view: ViewKey) => view === 'default' || (views !== 'none' && views.includes(view));
  for (const { view } of set.views) {
    if (!canTell(view)) note(view, `clients of ${view} cannot be told apart here: they get what all others get`);
  }
  return set.views.some(({ view }) => view === 'default') ? set.views.filter(({ view }) => canTell(view)) : [];
}

type FittedValue = Pick<WantedRecord, 'data' | 'weight' | 'enabled'>;

function fitView(view: DesiredView, set: DesiredSet, capabilities: Capabilities, note: (message: string) => void): FittedValue[] {
  const values = merged(view.values, set);
  const given = values.filter(({ enabled, share }) => enabled && share > 0).sort((a, b) => b.share - a.share);
  const fitted = given.length > 1 ? fitShares(given, set, capabilities, note) : given.map(({ data }) => on(data, undefined));
  if (!capabilities.status || set.type === 'CNAME') return fitted;
  const told = new Set(fitted.map(({ data }) => data));
  return [...fitted, ...values.filter(({ data }) => !told.has(data)).map(({ data }) => ({ data, weight: undefined, enabled: false }))];
}

/** Values of the same data are one record, which has all of their share. */
function merged(values: readonly DesiredValue[], { type }: DesiredSet): DesiredValue[] {
  const byData = new Map<string, DesiredValue>();
  for (const value of values) {
    const data = canonicalData(type, value.data);
    const before = byData.get(data) ?? { data, share: 0, enabled: false };
    byData.set(data, { data, share: before.share + (value.enabled ? value.share : 0), enabled: before.enabled || value.enabled });
  }
  return [...byData.values()];
}

/** `given`: two or more, the greatest share first. */
function fitShares(
  given: readonly DesiredValue[],
  set: DesiredSet,
  { weights }: Capabilities,
  note: (message: string) => void,
): FittedValue[] {
  // A name has one CNAME record, whatever else it may have several of (RFC 2181 section 10.1).
  if (set.type === 'CNAME') return [onlyOne(given, note)];
  if (weights === undefined) return even(given, note, 'every record is in every answer here');
  if (set.label.startsWith('*') && !weights.wildcards) return even(given, note, 'wildcards have no weights here');
  const kept = scaled(given.slice(0, weights.maxRecords));
  if (kept.length < given.length)
    note(`asked ${given.length} records, ${weights.maxRecords} can be weighted here: the smallest shares are left out`);
  const shares = kept.map(({ share }) => share);
  const told = weightsOf(shares, weights);
  if (missOf(shares, told) > SMALL_MISS) note(`asked ${shares.map(percentText).join(', ')}, told as weights ${told.join(', ')}`);
  return kept.map(({ data }, i) => on(data, told[i]!));
}

function onlyOne(given: readonly DesiredValue[], note: (message: string) => void): FittedValue {
  const [first] = given;
  note(`asked ${shareTexts(given)}; a name has one CNAME record: all clients get ${first!.data}`);
  return on(first!.data, undefined);
}

function even(given: readonly DesiredValue[], note: (message: string) => void, why: string): FittedValue[] {
  const kept = given.slice(0, evenCount(given.map(({ share }) => share)));
  const left = given.length - kept.length;
  if (given.some(({ share }) => Math.abs(share - 1 / kept.length) > SMALL_MISS)) {
    note(
      `asked ${shareTexts(given)}; ${why}: ${percentText(1 / kept.length)} each for the first ${kept.length}${left > 0 ? `, ${left} left out` : ''}`,
    );
  }
  return kept.map(({ data }) => on(data, undefined));
}

function shareTexts(given: readonly DesiredValue[]): string {
  return given.map(({ data, share }) => `${percentText(share)} ${data}`).join(', ');
}

/** Shares that sum to 1 again. */
function scaled(values: readonly DesiredValue[]): DesiredValue[] {
  const sum = values.reduce((total, { share }) => total + share, 0);
  return values.map(value => ({ ...value, share: value.share / sum }));
}

function on(data: string, weight: number | undefined): FittedValue {
  return { data, weight, enabled: true };
}
