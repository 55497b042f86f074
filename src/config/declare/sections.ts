import type { z } from 'zod';
import { shapeIssues } from '../schema/issue.ts';
import { ecsSchema } from '../schema/record.ts';
import { type SafetyInput, safetySchema } from '../schema/safety.ts';
import { badName, NAME } from '../schema/scalar.ts';
import { frameSchema, objectSchemas, type Section } from '../schema/zone.ts';
import type { Path } from '../yaml/path.ts';
import type { Draft } from './draft.ts';

/**
 * The objects of a section by name, in the order of the file. An object whose shape is wrong is undefined: its findings are there,
 * its name is known to those who refer to it.
 */
export type Objects<S extends Section> = ReadonlyMap<string, z.output<(typeof objectSchemas)[S]> | undefined>;

export type Sections = { readonly [S in Section]: Objects<S> } & {
  /** What the file says for all of its records. */
  readonly ecs: z.output<typeof ecsSchema>;
  /** Undefined: there is none, or its shape is wrong. */
  readonly safety: SafetyInput | undefined;
};

/** Checks the shape of a whole file and of each object in it. */
export function readSections(draft: Draft, value: unknown): Sections {
  const frame = value === undefined ? {} : value;
  report(draft, frameSchema.safeParse(frame, { reportInput: true }), []);
  const read = <T>(section: Section, schema: z.ZodType<T>) => readObjects(draft, member(frame, section), { section, schema });
  const { sites, monitors, pools, records, drills } = objectSchemas;
  return {
    sites: read('sites', sites),
    monitors: read('monitors', monitors),
    pools: read('pools', pools),
    records: read('records', records),
    drills: read('drills', drills),
    // Of the wrong shape it has its finding from the frame.
    ecs: ecsSchema.safeParse(member(frame, 'ecs')).data ?? 'use',
    safety: safetySchema.safeParse(member(frame, 'safety')).data,
  };
}

function readObjects<T>(draft: Draft, objects: unknown, { section, schema }: { section: Section; schema: z.ZodType<T> }) {
  const read = new Map<string, T | undefined>();
  for (const name of draft.places.keys([section])) {
    // The labels of records are names of another kind: owner.ts looks at them.
    if (section !== 'records' && !NAME.test(name)) draft.errorAtKey([section, name], badName(section.slice(0, -1), name));
    const result = schema.safeParse(member(objects, name), { reportInput: true });
    report(draft, result, [section, name]);
    read.set(name, result.data);
  }
  return read;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function report(draft: Draft, result: z.ZodSafeParseResult<unknown>, base: Path): void {
  if (result.success) return;
  for (const { path, atKey, message } of shapeIssues(result.error.issues, base)) {
    if (atKey) draft.errorAtKey(path, message);
    else draft.error(path, message);
  }
}
