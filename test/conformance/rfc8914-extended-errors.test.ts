import { describe, expect, test } from 'vitest';
import { engineRig, optOf } from '../responder/ask-engine.ts';
import { type QueryFields, queryBytes } from '../responder/query-bytes.ts';

const EXTENDED_ERROR = 15;
const { bytes } = engineRig();
const errorOf = (name: string, fields: QueryFields = {}) =>
  optOf(bytes(queryBytes(name, { ...fields, edns: {} })))?.options.get(EXTENDED_ERROR);

describe('RFC 8914: extended errors', () => {
  test.each([
    ['section 4.21: a name in none of our zones: Not Authoritative', 'else.where.', {}, 20],
    ['section 4.19: a zone transfer: Prohibited', 'test.', { type: 252 }, 18],
    ['section 4.19: an incremental one: Prohibited', 'test.', { type: 251 }, 18],
    ['section 4.22: another class: Not Supported', 'www.test.', { class: 4 }, 21],
    ['section 4.22: any class: Not Supported', 'www.test.', { class: 255 }, 21],
    ['section 4.22: MAILA: Not Supported', 'www.test.', { type: 254 }, 21],
  ])('%s', (_, name, fields, code) => expect(errorOf(name, fields)).toEqual([0, code]));

  test.each([
    ['an answer', 'www.test.', {}],
    ['a name that does not exist', 'no.test.', {}],
    ['a fault', 'fault.test.', {}],
    ['a type that is no data', 'www.test.', { type: 41 }],
    ['an unknown name of class CH', 'else.where.', { class: 3, type: 16 }],
  ])('%s has none', (_, name, fields) => expect(errorOf(name, fields)).toBeUndefined());

  test('section 3: who does not speak EDNS gets none', () => {
    const answer = bytes(queryBytes('else.where.'))!;
    expect([answer.length, answer[11]]).toEqual([queryBytes('else.where.').length, 0]);
  });
});
