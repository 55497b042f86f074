import { expect, test } from 'vitest';
import type { SteeredRecord, SteeringNode } from '../../src/model/steering.ts';
import { unmetFields } from '../../src/serving/unmet-fields.ts';
import { sampleDeclared } from '../api/sample.ts';

const POOL: SteeringNode = { policy: 'pool', pool: 'web-hangzhou' };
const SUBDIVISION: SteeringNode = {
  policy: 'geo',
  branches: [{ match: { kind: 'subdivision', code: 'CN-ZJ' }, to: POOL }],
  otherwise: POOL,
};

/** The sample with records of these trees, `r0`, `r1` … */
function declaredOf(...trees: readonly SteeringNode[]) {
  const sample = sampleDeclared();
  const zone = sample.zones.get('example.com.')!;
  const record = (steer: SteeringNode, i: number): SteeredRecord => ({ ...zone.steering!.records[0]!, owner: `r${i}.example.com.`, steer });
  const steering = { ...zone.steering!, records: trees.map(record) };
  return { zones: new Map([...sample.zones, ['example.com.', { ...zone, steering }]]) };
}

test('a database that has what is asked for: nothing to tell', () => {
  expect(unmetFields(sampleDeclared(), 'City', ['country', 'asn', 'coordinates'])).toEqual([]);
});

test('each field that is missing is told of, with who asks for it', () => {
  expect(unmetFields(sampleDeclared(), 'Country', ['country', 'continent'])).toEqual([
    'the geographic database Country has no AS numbers: branches by asn: never match (app.example.com)',
  ]);
  expect(unmetFields(sampleDeclared(), 'ASN', ['asn'])).toEqual([
    'the geographic database ASN has no countries: branches by country: never match (app.example.com)',
    'the geographic database ASN has neither coordinates nor countries: nearest takes the first that is up (app.example.com)',
  ]);
});

test('nearest is content with countries, and with coordinates', () => {
  const declared = declaredOf({ policy: 'nearest', of: [POOL], withinPercent: 0 });
  expect(unmetFields(declared, 'X', ['country'])).toEqual([]);
  expect(unmetFields(declared, 'X', ['coordinates'])).toEqual([]);
  expect(unmetFields(declared, 'X', ['continent'])).toHaveLength(1);
});

test('wherever in a tree it is asked for; one line for however many names', () => {
  const nested: SteeringNode = { policy: 'failover', of: [POOL, { policy: 'weighted', of: [{ to: SUBDIVISION, weight: 1 }] }] };
  expect(unmetFields(declaredOf(SUBDIVISION, POOL, nested), 'X', ['country'])).toEqual([
    'the geographic database X has no subdivisions: branches by subdivision: never match (r0.example.com, r2.example.com)',
  ]);
  const many = declaredOf(...Array.from({ length: 1000 }, () => SUBDIVISION));
  expect(unmetFields(many, 'X', [])).toEqual([
    expect.stringMatching(/\(r0\.example\.com, r1\.example\.com, r2\.example\.com and 997 more\)$/),
  ]);
});
