import { describe, expect, test } from 'vitest';
import { locationOf } from '../../src/geo/record.ts';

const DE = { country: 'DE', continent: 'EU', coordinates: [51, 9.8] };

describe('the location of a record', () => {
  test.each([
    ['nested country', { country: { iso_code: 'DE' } }, DE],
    ['flat country', { country_code: 'DE' }, DE],
    [
      'its own continent',
      { continent: { code: 'AS' }, country: { iso_code: 'CY' } },
      { country: 'CY', continent: 'AS', coordinates: [35, 33.3] },
    ],
    ['a continent alone', { continent: { code: 'EU' } }, { continent: 'EU' }],
    ['flat continent', { continent_code: 'AF' }, { continent: 'AF' }],
    ['flat coordinates', { country_code: 'DE', latitude: 50.11, longitude: 8.68 }, { ...DE, coordinates: [50.11, 8.68] }],
    ['coordinates as texts', { latitude: '-33.9', longitude: '18.4' }, { coordinates: [-33.9, 18.4] }],
    ['coordinates on equator and meridian', { location: { latitude: 0, longitude: 0 } }, { coordinates: [0, 0] }],
    ['half of the coordinates', { country_code: 'DE', latitude: 50.11 }, DE],
    ['coordinates off the globe', { country_code: 'DE', latitude: 91, longitude: 8 }, DE],
    ['empty coordinates', { country_code: 'DE', latitude: '', longitude: '' }, DE],
    [
      'the first subdivision',
      { country: { iso_code: 'DE' }, subdivisions: [{ iso_code: 'BY' }, { iso_code: 'X' }] },
      { ...DE, subdivision: 'DE-BY' },
    ],
    ['a flat subdivision', { country_code: 'DE', state1: 'DE-BY' }, { ...DE, subdivision: 'DE-BY' }],
    ['a subdivision by name', { country_code: 'DE', state1: 'Bavaria' }, DE],
    ['a subdivision without country', { subdivisions: [{ iso_code: 'BY' }] }, {}],
    ['a network', { autonomous_system_number: 64_500 }, { asn: 64_500 }],
    ['a network among the traits', { traits: { autonomous_system_number: 64_501 } }, { asn: 64_501 }],
    ['a country that nobody knows', { country_code: 'QQ' }, { country: 'QQ' }],
    ['an unknown country', { country_code: 'ZZ' }, {}],
    ['fields of wrong types', { country: 'DE', continent: 3, subdivisions: {}, location: [], autonomous_system_number: 'AS1' }, {}],
    ['nothing', null, {}],
    ['a text', 'DE', {}],
  ])('%s', (_, record, location) => {
    expect(locationOf(record)).toEqual(location);
  });
});
