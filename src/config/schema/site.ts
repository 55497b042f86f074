import { z } from 'zod';
import { text } from './scalar.ts';
import { strictMap } from './strict-map.ts';

function degrees(name: string, most: number) {
  const error = `a ${name} from -${most} to ${most} degrees`;
  return z.number({ error }).min(-most, { error }).max(most, { error });
}

const COORDINATES = 'a list of latitude and longitude in degrees, such as [30.27, 120.15]';

export const countrySchema = z
  .string({ error: 'a country code of two capital letters, such as CN' })
  .regex(/^[A-Z]{2}$/, { error: 'a country code of two capital letters, such as CN' });

/** A place where endpoints run. */
export const siteSchema = strictMap("a site's keys, such as { country: CN, coordinates: [30.27, 120.15] }", {
  region: text('the name of a region').exactOptional(),
  zone: text('the name of an availability zone').exactOptional(),
  country: countrySchema.exactOptional(),
  coordinates: z.tuple([degrees('latitude', 90), degrees('longitude', 180)], { error: COORDINATES }).exactOptional(),
});
