import { expect, test } from 'vitest';
import { coordinatesOf } from '../../src/geo/continent.ts';
import { fieldsOf } from '../../src/serving/location-fields.ts';

const GERMANY = { country: 'DE', continent: 'EU', coordinates: coordinatesOf('DE')! };

test.each([
  ['of nothing', [{}], []],
  ['of countries: coordinates that follow from the country are not its own', [{}, GERMANY], ['country', 'continent']],
  ['of cities', [GERMANY, { ...GERMANY, coordinates: [52.52, 13.4] as const }], ['country', 'continent', 'coordinates']],
  ['of places without countries', [{ coordinates: [0, 0] as const }], ['coordinates']],
  ['of networks', [{}, { asn: 64_500 }], ['asn']],
  [
    'that knows a subdivision of one client alone',
    [GERMANY, { ...GERMANY, subdivision: 'DE-BE' }],
    ['country', 'continent', 'subdivision'],
  ],
])('a database %s', (_, locations, fields) => {
  expect(fieldsOf(locations)).toEqual(fields);
});
