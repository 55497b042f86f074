import { expect, test } from 'vitest';
import { schemaPatterns, unportable } from '../support/schema-patterns.ts';
import { meridian } from './running.ts';

test('schema prints a JSON Schema whose patterns every validator takes', async () => {
  const { code, out, err } = await meridian(['schema']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const schema = JSON.parse(out);
  expect(schema).toMatchObject({ title: 'Meridian zone', type: 'object', additionalProperties: false });
  const patterns = schemaPatterns(schema);
  expect(patterns.length).toBeGreaterThan(5);
  expect(patterns.map(unportable).filter(fault => fault !== undefined)).toEqual([]);
});
