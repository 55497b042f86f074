import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadZones } from '../../../src/config/load.ts';
import { labelsToWire, parseLabels, wireToName } from '../../../src/lib/dns-name.ts';
import { siteZone } from '../../support/site-zone.ts';
import { zonesDirectory } from '../../support/zones-directory.ts';

/** What the records of these labels are called, and what was found. */
async function declare(labels: readonly string[]) {
  const records = labels.map(label => `  ${JSON.stringify(label)}: { steer: { failover: [beijing, hangzhou] } }`);
  await using directory = await zonesDirectory({ 'example.com.yaml': siteZone({ port: 80, records: records.join('\n') }) });
  const { declared, findings } = loadZones(directory.zones);
  const owners = declared?.zones.get('example.com.')?.steering?.records.map(({ label, owner }) => [label, owner]);
  return { owners, messages: findings.map(({ message }) => message) };
}

test.each([
  ['@', 'example.com.'],
  ['WWW', 'www.example.com.'],
  ['*.shop', '*.shop.example.com.'],
  ['_sip._tcp', '_sip._tcp.example.com.'],
  ['www.example.com.', 'www.example.com.'],
  [String.raw`a\.b`, String.raw`a\.b.example.com.`],
  [String.raw`two\032words`, String.raw`two\032words.example.com.`],
  [String.raw`\195\188.x`, String.raw`\195\188.x.example.com.`],
  [String.raw`a\\.b`, String.raw`a\\.b.example.com.`],
  [String.raw`ends\.`, String.raw`ends\..example.com.`],
  ['0/25', '0/25.example.com.'],
  [String.raw`\065.B.example.com.`, 'a.b.example.com.'],
])('the label %j means %j', async (label, owner) => {
  expect(await declare([label])).toEqual({ owners: [[label, owner]], messages: [] });
});

test.each([
  ['', 'expected @, a name such as www'],
  ['a..b', 'expected @, a name such as www'],
  ['.a', 'expected @, a name such as www'],
  ['a b', 'such as \\032'],
  ['a@b', 'such as \\032'],
  ['a*', 'a wildcard is one *'],
  ['*b', 'a wildcard is one *'],
  ['a\\', 'bad escape'],
  ['a\\256', 'above \\255'],
  ['bücher', 'is not ASCII'],
  [`${'x'.repeat(64)}`, 'longer than 63'],
])('the label %j is refused', async (label, message) => {
  const { owners, messages } = await declare([label]);
  expect(owners).toBeUndefined();
  expect(messages).toEqual([expect.stringContaining(message)]);
});

test('every name can be a label, as it is shown with * escaped', async () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 8 }).filter(octets => octets.some(octet => octet !== 0x2a));
  const names = fc.array(label, { minLength: 1, maxLength: 3 }).map(labels => wireToName(labelsToWire(labels)).replaceAll('*', '\\*'));
  const apart = fc.uniqueArray(names, { minLength: 1, maxLength: 20, selector: name => String(parseLabels(name)) });
  await fc.assert(
    fc.asyncProperty(apart, async shown => {
      const full = shown.map(name => `${name}example.com.`);
      const { owners } = await declare(full);
      expect(owners).toEqual(full.map(name => [name, wireToName(labelsToWire(parseLabels(name)))]));
    }),
    { numRuns: 30 },
  );
});
