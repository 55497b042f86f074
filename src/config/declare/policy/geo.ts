import type { GeoMatch, SteeringNode } from '../../../model/steering.ts';
import type { GeoInput } from '../../schema/policy/geo.ts';
import type { Path } from '../../yaml/path.ts';
import { noteUnknownCountry } from '../country.ts';
import type { Draft } from '../draft.ts';
import { declareBranches } from './branches.ts';
import type { PolicyScope } from './scope.ts';

/** A `geo` node. */
export function declareGeo(scope: PolicyScope, input: GeoInput): SteeringNode {
  return { policy: 'geo', ...declareBranches(scope, input, (path, key) => geoMatch(scope.draft, path, key)) };
}

function geoMatch(draft: Draft, path: Path, key: string): GeoMatch {
  const [kind, code] = key.split(':', 2) as [GeoMatch['kind'], string];
  if (kind !== 'asn') {
    if (kind !== 'continent') noteUnknownCountry({ ...draft, warning: draft.warningAtKey }, path, code.slice(0, 2));
    return { kind, code };
  }
  if (Number(code) > 0xffff_ffff) draft.errorAtKey(path, `expected a number from 1 to 4294967295 behind asn:, found \`${code}\``);
  return { kind, number: Number(code) };
}
