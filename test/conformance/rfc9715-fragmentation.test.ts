import { expect, test } from 'vitest';
import type { Libc } from '../../src/responder/libc.ts';
import { openUdpSocket } from '../../src/responder/udp-socket.ts';
import { realLibc } from '../responder/failing-libc.ts';

const IPPROTO_IP = 0;
const IP_MTU_DISCOVER = 10;
const IPPROTO_IPV6 = 41;
const IPV6_MTU_DISCOVER = 23;
/** linux/in.h and linux/in6.h: DF without belief in what strangers say of the path, and no DF likewise. */
const PMTUDISC_PROBE = 3;
const PMTUDISC_OMIT = 5;

/** The real calls, and the numbers that the options of sockets were set to. */
function recording(libc: Libc) {
  const options: [level: number, option: number, value: number][] = [];
  const setsockopt: Libc['setsockopt'] = (fd, level, option, value, length) => {
    options.push([level, option, new DataView(value.buffer, value.byteOffset).getInt32(0, true)]);
    return libc.setsockopt(fd, level, option, value, length);
  };
  return { libc: { ...libc, setsockopt }, options };
}

test.each([
  ['127.0.0.1', false, [IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_PROBE]],
  ['127.0.0.1', true, [IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_OMIT]],
  ['::1', false, [IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_PROBE]],
  ['::1', true, [IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_OMIT]],
] as const)('a socket on %s, answers in fragments: %s (RFC 9715 section 3.1)', async (address, fragments, expected) => {
  const { libc, options } = recording(await realLibc());
  const { fd } = openUdpSocket(libc, { address, port: 0 }, false, fragments);
  libc.close(fd);
  expect(options).toContainEqual(expected);
});
