import { expect, test } from 'vitest';
import { list, parseText, show } from './parse-text.ts';

const errorOf = (text: string) => parseText(text).findings.map(show).join('\n');

test('a string has at most 255 octets, counted after its escapes and in UTF-8', () => {
  expect(errorOf(`a 60 TXT "${'x'.repeat(256)}"`)).toContain('test.zone:1:10: error: a.example.com TXT: text of 256 octets is "xxx');
  expect(errorOf(`a 60 TXT "${'ü'.repeat(128)}"`)).toContain('text of 256 octets');
  expect(errorOf(`a 60 TXT "${'\\001'.repeat(255)}"`)).toBe('');
});

test('RDATA has at most 65,535 octets', () => {
  const string = `"${'x'.repeat(255)}" `;
  expect(errorOf(`a 60 TXT ${string.repeat(256)}`)).toBe(
    'test.zone:1:10: error: a.example.com TXT: RDATA is 65536 octets long, more than 65535',
  );
  expect(errorOf(`a 60 TXT ${string.repeat(255)} "${'x'.repeat(254)}"`)).toBe('');
});

test('a name has at most 255 octets, its origin counted', () => {
  const labels = Array(3).fill('a'.repeat(63)).join('.');
  expect(errorOf(`${labels}.${'b'.repeat(49)} 60 A 192.0.2.1`)).toBe('');
  expect(errorOf(`${labels}.${'b'.repeat(50)} 60 A 192.0.2.1`)).toBe(
    'test.zone:1:1: error: owner name: name is 256 octets long, more than 255',
  );
  expect(errorOf(`a 60 NS ${labels}.${'b'.repeat(50)}`)).toContain('1:9: error: a.example.com NS: name server: name is 256 octets');
  expect(errorOf(`a 60 NS \\# 257 ${`3f${'61'.repeat(63)}`.repeat(4)}00`)).toContain('name server is longer than 255 octets');
});

test('a protocol name of alpn has at most 255 octets', () => {
  expect(errorOf(`a 60 HTTPS 1 . alpn=${'x'.repeat(256)}`)).toContain('…": expected protocol names of 1 to 255 octets');
});

test('a message does not grow with the mistake', () => {
  expect(errorOf(`${'a'.repeat(100_000)}. 60 A 192.0.2.1`).length).toBeLessThan(300);
  expect(errorOf(`a 60 A ${'1'.repeat(100_000)}`).length).toBeLessThan(300);
});

test('files include at most 1000 others', () => {
  const files = { twice: '$INCLUDE leaf\n'.repeat(40), leaf: 'a 60 A 192.0.2.1' };
  const { findings } = parseText('$INCLUDE twice\n'.repeat(40), files);
  expect(findings.filter(({ severity }) => severity === 'error').map(show)[0]).toBe(
    'twice:16:10: error: $INCLUDE of "leaf": more than 1000 inclusions in one zone',
  );
});

test('a large record set finds its duplicates', () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `a 60 A 10.0.${(i % 1000) >> 8}.${(i % 1000) & 255}`);
  const { recordSets, findings } = parseText(lines.join('\n'));
  expect(list(recordSets)).toHaveLength(1000);
  expect(findings).toHaveLength(2000);
});
