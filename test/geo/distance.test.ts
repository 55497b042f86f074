import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceKm } from '../../src/geo/distance.ts';
import type { Coordinates } from '../../src/model/steering.ts';

const HALF_ROUND_KM = Math.PI * 6371.0088;

const point = fc.tuple(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.double({ min: -180, max: 180, noNaN: true }),
) as fc.Arbitrary<Coordinates>;

describe('great-circle distance', () => {
  const known: [string, Coordinates, Coordinates, number][] = [
    ['a quarter of the equator', [0, 0], [0, 90], HALF_ROUND_KM / 2],
    ['pole to pole', [90, 0], [-90, 0], HALF_ROUND_KM],
    ['antipodes', [30, 40], [-30, -140], HALF_ROUND_KM],
    ['across the date line', [0, 179.5], [0, -179.5], HALF_ROUND_KM / 180],
    ['one degree of longitude at 60° north', [60, 0], [60, 1], 55.6],
    ['Hangzhou to Beijing', [30.27, 120.15], [39.9, 116.4], 1123],
    ['London to New York', [51.5074, -0.1278], [40.7128, -74.006], 5570],
  ];
  test.each(known)('%s', (_, from, to, km) => {
    expect(Math.abs(distanceKm(from, to) - km)).toBeLessThan(0.001 * km + 0.01);
  });

  test('is none to the place itself, the same both ways, and never more than half round', () => {
    fc.assert(
      fc.property(point, point, (from, to) => {
        expect(distanceKm(from, from)).toBe(0);
        expect(distanceKm(from, to)).toBeCloseTo(distanceKm(to, from), 6);
        expect(distanceKm(from, to)).toBeLessThanOrEqual(HALF_ROUND_KM + 1e-6);
      }),
    );
  });
});
