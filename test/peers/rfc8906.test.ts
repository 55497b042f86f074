import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMUNICATION_TESTS } from '../conformance/rfc8906-queries.ts';
import { dig } from '../support/dig.ts';
import { EVERY_KIND_MASTER } from '../support/every-kind-zone.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

let directory: ZonesDirectory;
let meridian: Meridian;
beforeAll(async () => {
  directory = await zonesDirectory({ 'example.com.zone': EVERY_KIND_MASTER });
  meridian = await startMeridian(directory);
});
afterAll(async () => {
  await meridian?.[Symbol.asyncDispose]();
  await directory?.[Symbol.asyncDispose]();
});

test.each(COMMUNICATION_TESTS)('RFC 8906 section $section: dig $dig', async ({ dig: args, expected, fields }) => {
  const headerOnly = args.includes('+header-only');
  const printed = await dig({ tool: 'dig', at: meridian.dns, args: [...args.split(' '), ...(headerOnly ? [] : ['example.com'])] });
  const { status = 'NOERROR', soa = true, aa = soa, rd, opcode, dnssecOk, options = [] } = expected;
  expect(printed.status).toBe(status);
  expect(printed.flags).toBe(`qr${aa ? ' aa' : ''}${rd ? ' rd' : ''}`);
  expect(printed.answer).toHaveLength(soa ? 1 : 0);
  expect(printed.text.includes('; EDNS: version: 0, flags:')).toBe(fields.edns !== undefined);
  expect(printed.text.includes('MBZ')).toBe(false);
  expect(printed.text.includes('EDNS: version: 0, flags: do;')).toBe(dnssecOk === true);
  expect(printed.text.includes('OPT=100')).toBe(false);
  expect(printed.text.includes('(good)')).toBe(options.includes(10));
  if (opcode !== undefined) expect(printed.text).toContain(`opcode: RESERVED${opcode}`);
});
