import { type WhatIfInput, whatIf } from '../../src/answer/whatif.ts';
import type { SteeredRecord, SteeringNode } from '../../src/model/steering.ts';
import type { Shares, Shift, WhatIf } from '../../src/model/whatif.ts';
import { pool, record, type StateOf, statesOf, steering } from '../steering/declare.ts';
import { locationTable } from './locations.ts';
import { exampleZone, serve } from './serve.ts';

/** The pools that trees lead to. */
export const POOLS = [
  pool('x', ['192.0.2.1', '192.0.2.2']),
  pool('y', ['192.0.2.3 30', '192.0.2.4 10'], { site: 'beijing' }),
  pool('z', ['192.0.2.5'], { site: 'frankfurt' }),
  pool('two', ['192.0.2.6', '192.0.2.7', '192.0.2.8'], { select: 'failover', answers: 2 }),
  pool('keep', ['192.0.2.9 1', '192.0.2.10 3'], { select: 'sticky' }),
  pool('six', ['2001:db8::1'], { site: 'singapore' }),
];

/** China has four times the addresses of Germany, and twice those of the United States. */
export const LOCATIONS = locationTable({
  '20.0.0.0/8': { country: 'CN', continent: 'AS', coordinates: [30, 120] },
  '40.0.0.0/10': { country: 'DE', continent: 'EU', coordinates: [50, 8] },
  '60.0.0.0/9': { country: 'US', continent: 'NA', coordinates: [40, -75] },
});
export const CLIENTS = { CN: '20.0.0.1', DE: '40.0.0.1', US: '60.0.0.1' };

export const DOWN: StateOf = { override: 'down' };
export const X_DOWN = { 'x/a': DOWN, 'x/b': DOWN };

export type States = Readonly<Record<string, StateOf>>;

interface Asked extends Partial<Pick<WhatIfInput, 'countries' | 'all'>> {
  /** Answers counted, by traffic cell; none of the cells beyond. */
  readonly counts?: readonly number[];
  readonly before?: States;
  readonly more?: Partial<SteeredRecord>;
}

/** Asks what becomes of www (and of what else there is) when `after` lies over `before`. */
export function suppose(after: States, trees: SteeringNode | Readonly<Record<string, SteeringNode>>, asked: Asked = {}): WhatIf {
  const { before = {}, more, counts = [], ...rest } = asked;
  const labelled = 'policy' in trees ? { www: trees as SteeringNode } : trees;
  const records = Object.entries(labelled).map(([label, tree]) => record(label, tree, more));
  const declared = steering(POOLS, records);
  const { compiled, states } = serve(exampleZone('', declared), { locations: LOCATIONS, states: before });
  const would = statesOf('example.com.', declared, { ...before, ...after });
  const counted = new Float64Array(compiled.table.cells.at(-1)!).map((_, cell) => counts[cell] ?? 0);
  return whatIf({ compiled, generation: 1, before: states, after: would, counted, all: true, ...rest });
}

/** `x/a 50 -> 0` for each endpoint, in percent. */
export function lines({ endpoints, unanswered }: Shares): string[] {
  const show = ({ before, after }: Shift) => `${+(before * 100).toFixed(2)} -> ${+(after * 100).toFixed(2)}`;
  const none = unanswered.before + unanswered.after > 0 ? [`none ${show(unanswered)}`] : [];
  return [...endpoints.map(each => `${each.pool}/${each.endpoint} ${show(each)}`), ...none].sort();
}
