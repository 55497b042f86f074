import { writeAwayFrom } from '../../lib/away-from-text.ts';
import { type CronFields, parseCron } from '../../lib/cron-fields.ts';
import { formatDuration } from '../../lib/duration.ts';
import { startsInWeek, WEEK_MINUTES } from '../../lib/opening.ts';
import { poolsOf } from '../../lib/record-pools.ts';
import type { AwayFrom, DeclaredDrill } from '../../model/drill.ts';
import type { Pool, SteeredRecord, Steering } from '../../model/steering.ts';
import type { DrillInput } from '../schema/drill.ts';
import type { Path } from '../yaml/path.ts';
import type { Draft } from './draft.ts';
import { checkReference } from './reference.ts';

/** A drill as the model has it; undefined, with an error noted, where there is no such record. */
export function declareDrill(
  draft: Draft,
  name: string,
  { input, declared }: { readonly input: DrillInput; readonly declared: Steering },
): DeclaredDrill | undefined {
  const path = ['drills', name];
  const labels = new Set([...declared.records.map(({ label }) => label), ...draft.places.keys(['records'])]);
  if (!checkReference(draft, [...path, 'record'], { kind: 'record', name: input.record, known: labels })) return undefined;
  const drill = drillOf(name, input);
  checkWindows(draft, path, drill);
  const record = declared.records.find(({ label }) => label === input.record);
  if (!record) return undefined;
  checkAwayFrom(draft, [...path, 'away_from'], { drill, record, declared });
  return { ...drill, owner: record.owner };
}

function drillOf(name: string, input: DrillInput): Omit<DeclaredDrill, 'owner'> {
  const { webhook } = input;
  return {
    name,
    awayFrom: input.away_from,
    forMs: input.for,
    includingOthers: input.including_others,
    minHealthyPercent: input.min_healthy,
    webhook: webhook && { url: webhook.url, maxErrorRate: webhook.max_error_rate, everyMs: webhook.every },
    schedule: input.schedule,
    timeZone: input.time_zone,
    allowed: input.allowed ?? [],
    blocked: input.blocked ?? [],
  };
}

/** What can never be held is a mistake. Dates are not looked at: what is open after them is open once they are past. */
function checkWindows(draft: Draft, path: Path, drill: Omit<DeclaredDrill, 'owner'>): void {
  const { allowed, forMs, schedule } = drill;
  const starts = startsInWeek(drill, forMs);
  const span = formatDuration(forMs);
  if (!starts.includes(1)) {
    const never = 'no window ever opens: all that is allowed is blocked';
    const because = startsInWeek(drill, 1).includes(1) ? `no window is open for longer than ${span} at a time` : never;
    draft.error([...path, allowed.length > 0 ? 'allowed' : 'blocked'], because);
    return;
  }
  const fields = schedule === undefined ? undefined : parseCron(schedule);
  if (fields === undefined || typeof fields === 'string') return;
  if (!minutesOf(fields).some(minute => starts[minute] === 1))
    draft.error([...path, 'schedule'], `\`${schedule}\` never falls where ${span} fit into an open window`);
}

/** The minutes of the week at which a schedule may begin. */
function minutesOf({ minutes, hours, daysOfWeek }: CronFields): number[] {
  return [...daysOfWeek].flatMap(day =>
    [...hours].flatMap(hour => [...minutes].map(minute => ((day * 24 + hour) * 60 + minute) % WEEK_MINUTES)),
  );
}

interface Drilled {
  readonly drill: Omit<DeclaredDrill, 'owner'>;
  readonly record: SteeredRecord;
  readonly declared: Steering;
}

function checkAwayFrom(draft: Draft, path: Path, { drill: { awayFrom }, record, declared }: Drilled): void {
  const names = poolsOf(record);
  const pools = [...names].flatMap(name => declared.pools.get(name) ?? []);
  // A pool of the wrong shape has its own finding, and what it would be is not known.
  if (pools.length < names.size) return;
  const fault = awayFromFault(awayFrom, record, pools);
  if (fault !== undefined) draft.error(path, fault);
}

function awayFromFault(awayFrom: AwayFrom, { label }: SteeredRecord, pools: readonly Pool[]): string | undefined {
  const away = pools.filter(pool => (awayFrom.kind === 'site' ? pool.site === awayFrom.site : pool.name === awayFrom.pool));
  if (away.length === 0) {
    const kind = awayFrom.kind === 'site' ? 'site' : 'pool';
    const names = [...new Set(pools.map(pool => (kind === 'site' ? pool.site : pool.name)))];
    return `${writeAwayFrom(awayFrom)} is nowhere in the record \`${label}\` (its ${kind}s are ${names.join(', ')})`;
  }
  if (awayFrom.kind === 'endpoint') return endpointFault(away[0]!, awayFrom.endpoint);
  return away.length === pools.length ? `nothing would be left: every pool of the record \`${label}\` is there` : undefined;
}

function endpointFault({ name, endpoints }: Pool, endpoint: string): string | undefined {
  const names = endpoints.map(each => each.name);
  return names.includes(endpoint) ? undefined : `pool \`${name}\` has no endpoint \`${endpoint}\` (its endpoints are ${names.join(', ')})`;
}
