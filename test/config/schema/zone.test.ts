import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { zoneJsonSchema } from '../../../src/config/schema/zone.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'), { merge: true });
const validate = new Ajv2020({ allErrors: true }).compile(zoneJsonSchema());

describe('the JSON Schema for editors', () => {
  test.each(['zones/example.com.yaml', 'test/fixtures/zones-good/all-features/example.com.yaml'])('accepts %s', path => {
    validate(read(path));
    expect(validate.errors).toBeNull();
  });

  test.each([
    'unknown-key',
    'monitor-type-unknown',
    'monitor-port-out-of-range',
    'monitor-method',
    'monitor-method-connect',
    'monitor-text-empty',
    'monitor-redirects',
    'monitor-sni-address',
    'monitor-verify',
    'monitor-days-left',
    'monitor-alpn',
    'monitor-confirm',
    'monitor-quorum',
    'monitor-quorum-map',
    'monitor-recovery',
    'monitor-role',
    'endpoint-weight',
    'record-policy-unknown',
    'record-two-policies',
    'record-no-policy',
    'record-geo-country',
    'record-ttl-number',
    'record-without-steer',
    'record-ecs',
    'record-subnet-key',
    'record-subnet-empty',
    'record-sticky-prefix',
    'record-sticky-branches',
    'record-all-answers',
    'pool-flatten-text',
    'file-ecs',
  ])('refuses the mistake %s', mistake => {
    expect(validate(read(`test/fixtures/zones-bad/${mistake}/example.com.yaml`))).toBe(false);
  });
});
