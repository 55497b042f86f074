import { describe, expect, test } from 'vitest';
import { IDENTITY_QUESTIONS } from '../../src/lib/identity-question.ts';
import { identityOctets } from '../../src/responder/identity.ts';
import { engineRig, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const CH = { class: 3, type: 16 };

describe('RFC 4892: the identity of the server in class CH', () => {
  const { ask, bytes } = engineRig();

  test.each([
    ['version.bind.', 'meridian test'],
    ['VERSION.Server.', 'meridian test'],
    ['hostname.bind.', 'ns1'],
    ['id.server.', 'ns1'],
  ])('%s is "%s"', (name, text) => {
    const packet = ask(queryBytes(name, CH));
    expect(packet.header).toMatchObject({ rcode: 0, aa: 1, ancount: 1 });
    expect(packet.answers[0]).toMatchObject({ type: 16, class: 3, ttl: 0 });
    expect(
      Buffer.from(bytes(queryBytes(name, CH))!)
        .subarray(-text.length)
        .toString(),
    ).toBe(text);
  });

  test('other names, types and classes of that kind are REFUSED', () => {
    expect(ask(queryBytes('www.test.', CH)).header.rcode).toBe(5);
    expect(ask(queryBytes('id.server.', { class: 3, type: 1 })).header.rcode).toBe(5);
    expect(ask(queryBytes('id.server.', { class: 1, type: 16 })).header.rcode).toBe(5);
  });

  test('each can be hidden', () => {
    const half = engineRig({ version: undefined, serverId: 'ns1' });
    expect(half.ask(queryBytes('version.bind.', CH)).header.rcode).toBe(5);
    expect(half.ask(queryBytes('id.server.', CH)).header.rcode).toBe(0);
  });

  test.each(IDENTITY_QUESTIONS.slice(0, 4))('%s can be hidden alone', hidden => {
    const rig = engineRig({ ...TEST_IDENTITY, hidden: [hidden] });
    for (const name of IDENTITY_QUESTIONS.slice(0, 4))
      expect(rig.ask(queryBytes(`${name}.`, CH)).header.rcode).toBe(name === hidden ? 5 : 0);
  });

  test('an identity that does not fit beside any question is refused at the start', () => {
    expect(() => identityOctets('é'.repeat(65))).toThrow(/130 octets, more than 128/);
    expect(identityOctets('x'.repeat(128))).toHaveLength(128);
  });
});
