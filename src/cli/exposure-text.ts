import type { EndpointExposureView, ExposureView } from '../api/contract.ts';
import { plain, table } from './table.ts';
import { count, presentAge } from './words.ts';

const HEADS = ['ENDPOINT', 'STATE', 'ADDRESS', 'ANSWERS', '50 % IN', '90 %', '99 %', 'LAST', 'OF ZONE', 'OF ALL', 'SINCE START'];

/** What caches may hold: a row for each endpoint, and its part in each record where that was asked for. */
export function presentExposure({ now, counted_since, answers, endpoints }: ExposureView): string {
  const nowMs = Date.parse(now);
  const rows = endpoints.map(exposure => rowOf(exposure, nowMs));
  const head = `${count(answers, 'unexpired answer')} in all, counted for ${presentAge(nowMs - Date.parse(counted_since))}`;
  const parts = [head, rows.length === 0 ? 'no endpoints' : table(HEADS, rows), sharedNotes(endpoints), recordTable(endpoints)];
  return parts.filter(text => text !== '').join('\n\n');
}

function rowOf(exposure: EndpointExposureView, nowMs: number): string[] {
  const { state, addresses, answers, run_out, of_zone, of_all, total } = exposure;
  const within = run_out ? [run_out.half, run_out.ninety, run_out.ninety_nine, run_out.last] : ['', '', '', ''];
  return [
    placeOf(exposure),
    state,
    addresses.join(', '),
    String(answers),
    ...within.map(moment => (moment === '' ? '' : presentWithin(Date.parse(moment) - nowMs))),
    percent(of_zone),
    percent(of_all),
    String(total),
  ];
}

/** A time to come, in whole seconds or larger units; what has just begun is not over. */
export function presentWithin(ms: number): string {
  return presentAge(1000 * Math.ceil(ms / 1000));
}

function sharedNotes(endpoints: readonly EndpointExposureView[]): string {
  return endpoints
    .filter(({ shared_with }) => shared_with.length > 0)
    .map(
      exposure =>
        `${placeOf(exposure)} has an address in common with ${exposure.shared_with.map(plain).join(', ')}: its answers count for each`,
    )
    .join('\n');
}

function recordTable(endpoints: readonly EndpointExposureView[]): string {
  const rows = endpoints.flatMap(exposure => (exposure.records ?? []).map(({ name, part }) => [name, placeOf(exposure), percent(part)]));
  return rows.length === 0 ? '' : table(['RECORD', 'ENDPOINT', 'PART'], rows);
}

/** An endpoint as operators write it. */
export function placeOf({ zone, pool, endpoint }: Pick<EndpointExposureView, 'zone' | 'pool' | 'endpoint'>): string {
  return `${zone}/${pool}/${endpoint}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
