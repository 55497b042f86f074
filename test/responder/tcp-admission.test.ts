import { expect, test } from 'vitest';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { TcpAdmission } from '../../src/responder/tcp-admission.ts';
import { TCP_LIMITS } from '../../src/responder/tcp-limits.ts';

function admission(limits: { connections?: number; perClient?: number }) {
  const taken = new TcpAdmission({ ...TCP_LIMITS, ...limits });
  const peer = createPeer();
  return (address: string) => {
    readPeer(address, peer);
    return taken.admit(peer);
  };
}

test('an IPv4 client is an address, an IPv6 client a /64', () => {
  const admit = admission({ perClient: 1 });
  expect(admit('192.0.2.1')).toBeDefined();
  expect(admit('192.0.2.1')).toBeUndefined();
  expect(admit('192.0.2.2')).toBeDefined();
  expect(admit('2001:db8:0:1::1')).toBeDefined();
  expect(admit('2001:db8:0:1:ffff::2')).toBeUndefined();
  expect(admit('2001:db8:0:2::1')).toBeDefined();
});

test('who is let go makes room, for itself and for others', () => {
  const admit = admission({ connections: 2, perClient: 2 });
  const release = admit('192.0.2.1')!;
  admit('192.0.2.1');
  expect(admit('192.0.2.2')).toBeUndefined();
  release();
  expect(admit('192.0.2.2')).toBeDefined();
});
