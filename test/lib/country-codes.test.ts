import { expect, test } from 'vitest';
import { COUNTRIES } from '../../src/geo/countries.ts';
import { countryCodes, isCountryCode, surelyOn } from '../../src/lib/country-codes.ts';

test('the codes are those that geography knows, each once', () => {
  expect([...countryCodes()].sort()).toEqual(Object.keys(COUNTRIES).sort());
});

test('the continents are those that geography gives, where all databases agree', () => {
  const odd = Object.entries(COUNTRIES).filter(([code, [continent]]) => (surelyOn(code) ?? continent) !== continent);
  expect(odd).toEqual([]);
  expect(['CN', 'DE', 'US', 'RU', 'TR'].map(surelyOn)).toEqual(['AS', 'EU', 'NA', undefined, undefined]);
});

test.each(['XX', 'ZZ', 'UK', 'EU', 'cn', ''])('no country has the code "%s"', code => {
  expect(isCountryCode(code)).toBe(false);
  expect(surelyOn(code)).toBeUndefined();
});
