import { z } from 'zod';

/** The geographic database as `GET /v1/status` shows it. */
export const geoDatabase = z.object({
  file: z.string(),
  watched: z.boolean().meta({ description: 'Whether a change of the file is seen; not of the database that comes with the program.' }),
  type: z.string().meta({ description: 'As the file calls itself.' }),
  built: z.iso.datetime({ offset: true }),
  age_seconds: z.int().meta({ description: 'Since it was built.' }),
  loaded: z.iso.datetime({ offset: true }),
  prefixes: z.int(),
  fields: z
    .array(z.string())
    .meta({ description: '`country`, `continent`, `subdivision`, `asn`; `coordinates` where they are its own, not those of the country.' }),
  last_error: z.string().nullable().meta({ description: 'Why the file as it is now is not the one that is served.' }),
  warnings: z.array(z.string()).meta({ description: 'What steered records ask for that the database does not have.' }),
});
export type GeoDatabaseView = z.infer<typeof geoDatabase>;
