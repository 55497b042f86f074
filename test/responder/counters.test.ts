import { expect, test } from 'vitest';
import { sumCounters } from '../../src/responder/counters.ts';
import { engineRig } from './ask-engine.ts';
import { queryBytes } from './query-bytes.ts';

test('queries by transport and family, answers by RCODE, truncation and silence, summed over workers', () => {
  const [one, two] = [engineRig(), engineRig()];
  one.bytes(queryBytes('www.test.'));
  one.bytes(queryBytes('no.test.'), { from: '2001:db8::1' });
  two.bytes(queryBytes('big.test.', { type: 16 }));
  two.bytes(queryBytes('www.test.', { edns: { version: 9 } }), { stream: true });
  two.bytes(new Uint8Array(3), { stream: true, from: '2001:db8::1' });
  const values = sumCounters([one.counters, two.counters]);
  expect(values.queries.map(({ transport, family, value }) => [transport, family, value])).toEqual([
    ['udp', 'ipv4', 2],
    ['udp', 'ipv6', 1],
    ['tcp', 'ipv4', 1],
    ['tcp', 'ipv6', 1],
  ]);
  expect(Object.fromEntries(values.answers.map(({ rcode, value }) => [rcode, value]))).toEqual({
    NOERROR: 2,
    FORMERR: 0,
    SERVFAIL: 0,
    NXDOMAIN: 1,
    NOTIMP: 0,
    REFUSED: 0,
    YXDOMAIN: 0,
    NOTAUTH: 0,
    BADVERS: 1,
    BADCOOKIE: 0,
  });
  expect(values).toMatchObject({ truncated: 1, dropped: 1, faults: 0 });
});
