import { describe, expect, test } from 'vitest';
import { engineRig, optOf, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const { bytes } = engineRig();
const CH = { class: 3, type: 16 };

describe('RFC 5001: NSID', () => {
  test('tells the name of the server to who asks for it', () => {
    expect(optOf(bytes(queryBytes('www.test.', { edns: { options: [[3, []]] } })))?.options.get(3)).toEqual([...Buffer.from('ns1')]);
    expect(optOf(bytes(queryBytes('www.test.', { edns: {} })))?.options.has(3)).toBe(false);
  });

  test('is left out where the server has no name', () => {
    const hidden = engineRig({ version: undefined, serverId: undefined });
    expect(optOf(hidden.bytes(queryBytes('www.test.', { edns: { options: [[3, []]] } })))?.options.size).toBe(0);
  });

  test('it can be hidden alone', () => {
    const nsid = queryBytes('www.test.', { edns: { options: [[3, []]] } });
    expect(optOf(engineRig(TEST_IDENTITY).bytes(nsid))?.options.size).toBe(1);
    const rig = engineRig({ ...TEST_IDENTITY, hidden: ['nsid'] });
    expect(optOf(rig.bytes(nsid))?.options.size).toBe(0);
    expect(rig.ask(queryBytes('id.server.', CH)).header.rcode).toBe(0);
  });

  test('section 2.1: what a client sends with the option means nothing', () => {
    expect(optOf(bytes(queryBytes('www.test.', { edns: { options: [[3, [1, 2, 3]]] } })))?.options.get(3)).toEqual([...Buffer.from('ns1')]);
  });
});
