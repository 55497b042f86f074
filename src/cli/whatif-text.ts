import type { WhatIfView } from '../api/contract.ts';
import { plain, table } from './table.ts';
import { count } from './words.ts';

type Forecast = WhatIfView['records'][number];
type Shares = Pick<Forecast, 'pools' | 'endpoints' | 'unanswered'>;
type Shift = Shares['unanswered'];

/** How a forecast was asked for, as far as it is told again. */
export interface Asked {
  readonly clients?: string | undefined;
  readonly all?: boolean | undefined;
}

/** What would change, for people: last resorts first, then all record sets together, then each. */
export function presentWhatIf(answer: WhatIfView, { clients, all = false }: Asked): string {
  const { records, total } = answer;
  const totals = `${totalHead(answer)}\n${presentShares(total, all)}`;
  const each = records.map(record => `${titleOf(record)}, ${basisOf(record, clients)}\n${presentShares(record, true)}`);
  return [headOf(answer), warningsOf(answer), ...(records.length === 0 ? [] : [totals, ...each])].filter(text => text !== '').join('\n\n');
}

const STATE_WORDS = { down: 'down', drain: 'drained', up: 'up' } as const;

function headOf({ targets, records, record_sets, generation }: WhatIfView): string {
  const supposed = targets.map(({ target, state }) => `${plain(target)} ${STATE_WORDS[state]}`).join(', ');
  const changing = records.filter(({ changes }) => changes).length;
  return `What if ${supposed}: ${changing} of ${count(record_sets, 'record set')} would change; generation ${generation}`;
}

function warningsOf({ records, countries_without_addresses: empty }: WhatIfView): string {
  const notes = empty.map(country => `NOTE: the geographic database has no address in ${country}; its weight counts for nothing`);
  return [...records.flatMap(lastResorts), ...notes].join('\n');
}

/** What clients come to that they are not at now; those that nothing was counted of are none of the clients, and told of as well. */
function lastResorts(record: Forecast): string[] {
  if (!record.comes_to_resort) return [];
  return record.resorts
    .filter(({ before, after }) => after > before || after === 0)
    .map(({ because, after }) => `LAST RESORT of ${titleOf(record)}, for ${percent(after)} of its clients: ${plain(because)}`);
}

function titleOf({ name, type }: Forecast): string {
  return `${plain(name)} ${type}`;
}

function totalHead({ total, answers }: WhatIfView): string {
  return `All record sets, ${total.weighted_by === 'traffic' ? `by ${count(answers, 'answer')} counted and one more for each` : 'each alike (no answer counted yet)'}`;
}

function basisOf({ weighted_by, answers }: Forecast, clients = ''): string {
  if (weighted_by === 'traffic_and_addresses') return `clients by ${count(answers, 'answer')} counted and the addresses of the database`;
  if (weighted_by === 'countries') return `clients by country, ${clients}`;
  return 'clients by IPv4 addresses (no answer counted yet)';
}

/** A pool of several endpoints has a row of its own before theirs. */
function presentShares({ pools, endpoints, unanswered }: Shares, withUnchanged: boolean): string {
  const rows = pools.flatMap(pool => {
    const own = endpoints.filter(endpoint => endpoint.zone === pool.zone && endpoint.pool === pool.pool);
    const shown = own.filter(shift => withUnchanged || isSeen(shift));
    const sum = own.length > 1 && (withUnchanged || isSeen(pool)) ? [rowOf(pool.pool, '', pool)] : [];
    return [...sum, ...shown.map(shift => rowOf(shift.pool, shift.endpoint, shift))];
  });
  const none = unanswered.before > 0 || unanswered.after > 0 ? [rowOf('(no record)', '', unanswered)] : [];
  return table(['POOL', 'ENDPOINT', ' BEFORE', '  AFTER', ''], [...rows, ...none], 2);
}

/** Whether a difference shows in what is printed. */
function isSeen({ before, after }: Shift): boolean {
  return percent(before) !== percent(after);
}

function rowOf(pool: string, endpoint: string, { before, after }: Shift): string[] {
  return [pool, endpoint, percent(before).padStart(7), percent(after).padStart(7), factorOf({ before, after })];
}

/** `× 1.67`; nothing where nothing changes. */
function factorOf({ before, after }: Shift): string {
  if (!isSeen({ before, after })) return '';
  if (before === 0) return 'new';
  return after === 0 ? 'none' : `× ${(after / before).toFixed(2)}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
