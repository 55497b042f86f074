import { expect, test } from 'vitest';
import { parseText, toHex } from './parse-text.ts';

test('a file of 100,000 records is read whole, each at its place', () => {
  const lines = Array.from(
    { length: 100_000 },
    (_, i) => `host-${i}\t300 IN A 10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255} ; no ${i}`,
  );
  const { recordSets, findings } = parseText(lines.join('\r\n'));
  expect(findings).toEqual([]);
  expect(recordSets).toHaveLength(100_000);
  const { owner, ttl, rdata, line, column } = recordSets[65_793]!;
  expect({ owner, ttl, rdata: rdata.map(toHex), line, column }).toEqual({
    owner: 'host-65793.example.com.',
    ttl: 300,
    rdata: ['0a010101'],
    line: 65_794,
    column: 1,
  });
});

test('a text of parentheses that never close is read in one go', () => {
  const { findings } = parseText('a 60 TXT ( "x"\n'.repeat(20_000));
  expect(findings).toHaveLength(20_000);
  expect(findings.at(-1)).toMatchObject({ line: 20_000, column: 10, message: 'a.example.com: "(" is never closed' });
});
