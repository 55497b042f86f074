import { describe, expect, test } from 'vitest';
import { continentOf, coordinatesOf } from '../../src/geo/continent.ts';
import { COUNTRIES } from '../../src/geo/countries.ts';
import { distanceKm } from '../../src/geo/distance.ts';
import type { Coordinates } from '../../src/model/steering.ts';

describe('countries', () => {
  test('all 249 of ISO 3166-1, Kosovo, and the Netherlands Antilles that databases still name', () => {
    expect(Object.keys(COUNTRIES)).toHaveLength(251);
    expect(Object.keys(COUNTRIES).filter(code => !/^[A-Z]{2}$/.test(code))).toEqual([]);
  });

  test('lie on the globe', () => {
    const off = Object.values(COUNTRIES).filter(([, latitude, longitude]) => Math.abs(latitude) > 90 || Math.abs(longitude) > 180);
    expect(off).toEqual([]);
  });

  test.each([
    ['EG', 'AF'],
    ['AQ', 'AN'],
    ['TR', 'AS'],
    ['RU', 'EU'],
    ['PA', 'NA'],
    ['NZ', 'OC'],
    ['CL', 'SA'],
  ])('%s is in %s', (country, continent) => {
    expect(continentOf(country)).toBe(continent);
  });

  const cities: [string, Coordinates, number][] = [
    ['CA', [45.42, -75.7], 1000],
    ['US', [38.63, -90.2], 400],
    ['RU', [55.75, 37.62], 1000],
    ['CN', [30.59, 114.31], 400],
    ['SG', [1.35, 103.82], 20],
    ['AU', [-33.87, 151.21], 800],
    ['GB', [51.51, -0.13], 200],
    ['BR', [-19.92, -43.94], 300],
    ['FJ', [-18.14, 178.44], 100],
    ['KI', [1.33, 172.98], 300],
  ];
  test.each(cities)('%s has its people near %j', (country, city, km) => {
    expect(distanceKm(coordinatesOf(country)!, city)).toBeLessThan(km);
  });

  test('a code that no country has', () => {
    expect(continentOf('ZZ')).toBeUndefined();
    expect(coordinatesOf('ZZ')).toBeUndefined();
  });
});
