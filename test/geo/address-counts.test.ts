import { expect, test } from 'vitest';
import { countAddresses } from '../../src/geo/address-counts.ts';
import { locationTable } from '../answer/locations.ts';

test('counts IPv4 addresses by what both tables say, whatever is IPv6', () => {
  const one = locationTable({ '10.0.0.0/8': { country: 'CN' }, '10.1.0.0/16': { country: 'DE' }, '2001:db8::/32': { country: 'US' } });
  const other = locationTable({ '10.1.2.0/24': { country: 'FR' }, '11.0.0.0/32': { country: 'IT' } });
  const counts: Record<string, number> = {};
  countAddresses(one.prefixes, other.prefixes, (a, b, addresses) => {
    const key = `${one.locations[a]!.country} ${other.locations[b]!.country}`;
    counts[key] = (counts[key] ?? 0) + addresses;
  });
  expect(counts).toEqual({
    'DE FR': 2 ** 8,
    'DE undefined': 2 ** 16 - 2 ** 8,
    'CN undefined': 2 ** 24 - 2 ** 16,
    'undefined IT': 1,
    'undefined undefined': 2 ** 32 - 2 ** 24 - 1,
  });
});
