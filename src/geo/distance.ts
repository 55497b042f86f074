import type { Coordinates } from '../model/steering.ts';

/** Mean radius of the Earth in km (IUGG R1). */
const EARTH_RADIUS_KM = 6371.0088;

/**
 * Great-circle distance in km on a sphere, true to 0.6 % of the distance on the ellipsoid.
 * Haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984); exact for small distances.
 */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const [fromLatitude, toLatitude] = [radians(from[0]), radians(to[0])];
  const havLatitude = Math.sin((toLatitude - fromLatitude) / 2) ** 2;
  const havLongitude = Math.sin(radians(to[1] - from[1]) / 2) ** 2;
  const hav = havLatitude + Math.cos(fromLatitude) * Math.cos(toLatitude) * havLongitude;
  // Rounding can carry antipodes a hair above 1, where asin is NaN.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, hav)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
