import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growableWords } from '../../src/lib/growable.ts';
import { InternedRows } from '../../src/lib/interned-rows.ts';

const ROW = fc.array(fc.nat({ max: 3 }), { maxLength: 3 }).map(numbers => [numbers.length, ...numbers]);

test('a row is kept once, and is found where it was put', () => {
  fc.assert(
    fc.property(fc.array(ROW, { maxLength: 60 }), rows => {
      const words = growableWords();
      const interned = new InternedRows(words);
      const offsets = rows.map(row => interned.add(row));
      rows.forEach((row, i) => {
        expect(row.map((_, at) => words.get(offsets[i]! + at))).toEqual(row);
      });
      const different = new Map(rows.map(row => [row.join(), row.length]));
      expect(new Set(offsets).size).toBe(different.size);
      expect(words.length).toBe([...different.values()].reduce((sum, length) => sum + length, 0));
    }),
  );
});
