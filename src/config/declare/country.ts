import { isCountryCode } from '../../lib/country-codes.ts';
import type { Path } from '../yaml/path.ts';
import type { Draft } from './draft.ts';

/** Codes that are often written for another, and what was most likely meant. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['EL', 'GR'],
  ['EU', 'continent:EU'],
  ['UK', 'GB'],
]);

/** Warns of a code that no country has: a database of the future may know it, but none of today places a client there. */
export function noteUnknownCountry(draft: Pick<Draft, 'warning'>, path: Path, code: string): void {
  if (isCountryCode(code)) return;
  const meant = MEANT.get(code);
  const hint = meant === undefined ? '' : ` (did you mean \`${meant}\`?)`;
  draft.warning(path, `no country has the code ${code} in ISO 3166-1${hint}`);
}
