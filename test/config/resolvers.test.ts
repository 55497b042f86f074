import { expect, test } from 'vitest';
import { readResolvers } from '../../src/config/resolvers.ts';

function read(...texts: readonly string[]) {
  const problems: string[] = [];
  const resolvers = readResolvers(texts, (flag, found, expected) => problems.push(`${flag}: expected ${expected}, found ${found}`));
  return { resolvers, problems };
}

test('an address has port 53 unless it says otherwise', () => {
  expect(read('192.0.2.53', '192.0.2.54:5353', '2001:db8::53', '[2001:db8::54]:5353')).toEqual({
    resolvers: [
      { address: '192.0.2.53', port: 53 },
      { address: '192.0.2.54', port: 5353 },
      { address: '2001:db8::53', port: 53 },
      { address: '2001:db8::54', port: 5353 },
    ],
    problems: [],
  });
});

test('none are those of the system', () => {
  expect(read()).toEqual({ resolvers: [], problems: [] });
});

test.each(['resolver.example.net', '192.0.2.53:0', '192.0.2.53:65536', '192.0.2', '[192.0.2.53]:53', ''])('"%s" is none', text => {
  expect(read(text).problems).toEqual([`--resolver: expected ADDR or ADDR:PORT, such as 192.0.2.53 or [2001:db8::53]:53, found ${text}`]);
});

test('a resolver that is given twice is named', () => {
  expect(read('192.0.2.53', '192.0.2.54', '192.0.2.53').problems).toEqual(['--resolver: expected each resolver once, found 192.0.2.53']);
});
