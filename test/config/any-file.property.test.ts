import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadZones } from '../../src/config/load.ts';
import { presentFinding } from '../../src/config/present.ts';

const directory = mkdtempSync(join(tmpdir(), 'meridian-zones-'));

afterAll(() => rmSync(directory, { recursive: true }));

/** Loads a zone with these files and checks what holds for every input: nothing is thrown, every finding has a place and one line. */
function load(yaml: string | Uint8Array, zone: string | Uint8Array = '$TTL 60\n@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n'): void {
  writeFileSync(join(directory, 'example.com.zone'), zone);
  writeFileSync(join(directory, 'example.com.yaml'), yaml);
  const { declared, findings } = loadZones(directory);
  expect(declared === undefined).toBe(findings.some(({ severity }) => severity === 'error'));
  for (const finding of findings) {
    expect(finding.line).toBeGreaterThanOrEqual(1);
    expect(finding.column).toBeGreaterThanOrEqual(1);
    expect(presentFinding(finding)).toMatch(/^example\.com\.(yaml|zone):\d+:\d+: .+$/);
  }
}

const word = fc.constantFrom(
  ...['sites', 'monitors', 'pools', 'records', 'site', 'monitor', 'all', 'any', 'endpoints', 'address', 'weight', 'steer', 'failover'],
  ...['weighted', 'geo', 'nearest', 'of', 'within', 'to', 'ttl', 'min', 'max', 'when_all_down', 'pool', 'country:CN', 'default', 'asn:1'],
  ...['subnet', 'sticky', 'all', 'prefix', 'ipv4', 'answers', 'flatten', 'ecs', 'ignore', '10.0.0.0/8', '::/0', 'country:US', 'select'],
  ...[
    'a',
    'web',
    '@',
    '*',
    'type',
    'http',
    'tcp',
    'port',
    'status',
    'expect',
    '5s',
    'confirm',
    'quorum',
    'per_region',
    'regions',
    'majority',
    'recovery',
    'delayed',
    'role',
    'inform',
    '5%',
    '10.0.0.1',
    '::1',
    '<<',
    '__proto__',
    'constructor',
  ],
);

const scalar = fc.oneof(
  word,
  fc.integer({ min: -1, max: 70_000 }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ maxLength: 5 }),
);

const { value } = fc.letrec(tie => ({
  value: fc.oneof({ maxDepth: 7, withCrossShrink: true }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('map')),
  map: fc.dictionary(fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: fc.string() }), tie('value'), { maxKeys: 5 }),
}));

const token = fc.constantFrom(
  ...['{', '}', '[', ']', ', ', ': ', '- ', '? ', '&a ', '*a', '<<: ', '!t ', '"', "'", '| ', '> ', '#', '---\n', '...\n', '%YAML 1.1\n'],
  ...['\n', '\n  ', '\n    ', '\t', 'a', 'sites', 'records', 'é', '\\', '\0', '\r\n', '\u2028'],
);

test('octets of any kind', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (yaml, zone) => load(yaml, zone)));
});

test('YAML tokens in any order', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), tokens => load(tokens.join(''))),
    { numRuns: 300 },
  );
});

test('our words in any structure', () => {
  const section = fc.record({ ecs: value, sites: value, monitors: value, pools: value, records: value }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(section, value), structure => load(stringify(structure, { merge: true }))),
    { numRuns: 500 },
  );
});

test('a map in a list whose keys are those of every object', () =>
  load('sites: [{ toString: , valueOf: 1 }]\nrecords: [[{ toString: 1 }]]\n'));

test.each(['[', '{a: ', '- ', 'a:\n ', '&a [*a, '])('"%s" ten thousand times', opening => load(opening.repeat(10_000)));
