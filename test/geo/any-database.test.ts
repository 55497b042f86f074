import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesNear, anyEntries, type Bits, countriesOf, tableOf } from './any-database.ts';
import { matchOf } from './locate.ts';
import { numberOf } from './truth.ts';

describe.each<Bits>([32, 128])('any small database, addresses of %i bits', bits => {
  test('is looked up as it is written, with the widest prefix of each location', () => {
    fc.assert(
      fc.property(anyEntries, fc.gen(), (entries, gen) => {
        const [table, truth] = [tableOf(entries), countriesOf(entries, bits)];
        for (let i = 0; i < 20; i++) {
          const address = gen(() => addressesNear(truth, bits));
          const { id, prefixLength } = matchOf(table, address);
          expect(table.locations[id]!.country).toBe(truth.at(numberOf(address)));
          expect(prefixLength).toBe(truth.widest(numberOf(address)));
        }
      }),
      { numRuns: 100 },
    );
  });
});
