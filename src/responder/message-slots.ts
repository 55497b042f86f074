/**
 * The memory of a batch of datagrams: for each a slot of octets, the address it came from, what the machine tells of it, and the
 * structures through which recvmmsg and sendmmsg find these (recvmmsg(2), cmsg(3)). An answer is sent from the slot of its query,
 * to the address that stands there, and from the address that was asked.
 * Hot path: typed arrays over one block, no allocation; watched by `npm run bench -- responder`.
 */
import type { Peer } from './engine.ts';
import type { Libc } from './libc.ts';
import { AF_INET6, IPV4_AT, IPV6_AT, MAX_SOCKADDR, PORT_AT } from './socket-address-codec.ts';
import type { UdpSocket } from './udp-socket.ts';
import { MAX_QUERY } from './wire.ts';

/** The first cache lines of all slots must not fall into the same set of the cache, as they would at 4096 octets each. */
const SLOT = MAX_QUERY + 5 * 64;
/** struct mmsghdr: msg_name 0, msg_namelen 8, msg_iov 16, msg_iovlen 24, msg_control 32, msg_controllen 40, msg_flags 48, msg_len 56. */
const HEADER = 64;
/** struct iovec: iov_base 0, iov_len 8. */
const IOVEC = 16;
const NAME = 32;
/** One struct cmsghdr (cmsg_len 0, cmsg_level 8, cmsg_type 12) with in_pktinfo or in6_pktinfo from 16 on. */
const CONTROL = 40;
/** in_pktinfo: ipi_ifindex 0, ipi_spec_dst 4, ipi_addr 8. in6_pktinfo: ipi6_addr 0, ipi6_ifindex 16. */
const PKTINFO_AT = 16;
const IPV4_INTERFACE_AT = PKTINFO_AT;
const IPV4_ASKED_AT = PKTINFO_AT + 4;
const IPV6_ASKED_AT = PKTINFO_AT;
const IPV6_INTERFACE_AT = PKTINFO_AT + 16;

export class MessageSlots {
  readonly count: number;
  /** The octets of each datagram: the query, and then the answer in its place. */
  readonly octets: readonly Uint8Array[];
  /** The address that each datagram came from and its answer goes to: a sockaddr for each slot, 32 octets apart. */
  readonly names: Uint8Array;
  private readonly headersAddress: number;
  private readonly controlLength: number;
  private readonly headers: Uint32Array;
  private readonly iovecs: Uint32Array;
  private readonly controls: Uint8Array;
  private readonly controlWords: Uint32Array;
  /** Slots that the last batch may have filled. */
  private used: number;

  /** `tellsAsked`: some socket is bound to a wildcard address. */
  constructor(libc: Libc, count: number, tellsAsked: boolean) {
    const memory = new ArrayBuffer(count * (SLOT + HEADER + IOVEC + NAME + CONTROL));
    const headersAt = count * SLOT;
    const iovecsAt = headersAt + count * HEADER;
    const namesAt = iovecsAt + count * IOVEC;
    const controlsAt = namesAt + count * NAME;
    const address = libc.addressOf(memory);
    this.count = count;
    this.octets = Array.from({ length: count }, (_, slot) => new Uint8Array(memory, slot * SLOT, MAX_QUERY));
    this.headersAddress = address + headersAt;
    this.controlLength = tellsAsked ? CONTROL : 0;
    this.headers = new Uint32Array(memory, headersAt, (count * HEADER) / 4);
    this.iovecs = new Uint32Array(memory, iovecsAt, (count * IOVEC) / 4);
    this.names = new Uint8Array(memory, namesAt, count * NAME);
    this.controls = new Uint8Array(memory, controlsAt, count * CONTROL);
    this.controlWords = new Uint32Array(memory, controlsAt, (count * CONTROL) / 4);
    this.used = count;
    const view = new DataView(memory);
    for (let slot = 0; slot < count; slot++) {
      const header = headersAt + slot * HEADER;
      const iovec = iovecsAt + slot * IOVEC;
      view.setBigUint64(header, BigInt(address + namesAt + slot * NAME), true);
      view.setBigUint64(header + 16, BigInt(address + iovec), true);
      view.setBigUint64(header + 24, 1n, true);
      view.setBigUint64(header + 32, BigInt(address + controlsAt + slot * CONTROL), true);
      view.setBigUint64(iovec, BigInt(address + slot * SLOT), true);
    }
  }

  /** Where the header of a slot stands, for recvmmsg and sendmmsg. */
  headerAddress(slot: number): number {
    return this.headersAddress + slot * HEADER;
  }

  /** Makes room in all slots again. */
  clear(): void {
    for (let slot = 0; slot < this.used; slot++) {
      const header = slot * (HEADER / 4);
      this.headers[header + 2] = MAX_SOCKADDR;
      this.headers[header + 10] = this.controlLength;
      this.iovecs[slot * (IOVEC / 4) + 2] = MAX_QUERY;
    }
    this.used = 0;
  }

  /** The first `count` slots were filled. */
  fill(count: number): void {
    this.used = count;
  }

  /** Octets that came; those above the size of the slot are lost, so that a longer message is none that can be read. */
  received(slot: number): number {
    return this.headers[slot * (HEADER / 4) + 14]!;
  }

  /** Octets to send. */
  setLength(slot: number, length: number): void {
    this.iovecs[slot * (IOVEC / 4) + 2] = length;
  }

  /** Fills `peer` with the address that a datagram came from. */
  readPeer(slot: number, peer: Peer): void {
    const at = slot * NAME;
    const ipv6 = this.names[at] === AF_INET6;
    peer.family = ipv6 ? 6 : 4;
    const from = at + (ipv6 ? IPV6_AT : IPV4_AT);
    const length = ipv6 ? 16 : 4;
    for (let i = 0; i < length; i++) peer.address[i] = this.names[from + i]!;
  }

  /**
   * Whether an answer would go anywhere: not to port 0, which nobody has, nor to the very socket that was asked. Both can only be forged.
   */
  canBeAnswered(slot: number, socket: UdpSocket): boolean {
    const at = slot * NAME + PORT_AT;
    const port = (this.names[at]! << 8) | this.names[at + 1]!;
    return port !== 0 && (port !== socket.bound.port || !this.isFromItself(slot, socket));
  }

  /**
   * Prepares the answer to leave with the asked address as its source, by whatever interface the way back takes. A link-local address
   * means something on its own interface only (RFC 4007 section 6).
   */
  answerFromAsked(slot: number, { family }: UdpSocket): void {
    const control = slot * CONTROL;
    if (family === 4) this.controlWords[(control + IPV4_INTERFACE_AT) >> 2] = 0;
    else if (!isLinkLocal(this.controls, control + IPV6_ASKED_AT)) this.controlWords[(control + IPV6_INTERFACE_AT) >> 2] = 0;
  }

  private isFromItself(slot: number, { family, octets, wildcard }: UdpSocket): boolean {
    const from = slot * NAME + (family === 6 ? IPV6_AT : IPV4_AT);
    const asked = slot * CONTROL + (family === 6 ? IPV6_ASKED_AT : IPV4_ASKED_AT);
    for (let i = 0; i < octets.length; i++) {
      if (this.names[from + i] !== (wildcard ? this.controls[asked + i] : octets[i])) return false;
    }
    return true;
  }
}

/** fe80::/10 */
function isLinkLocal(octets: Uint8Array, at: number): boolean {
  return octets[at] === 0xfe && (octets[at + 1]! & 0xc0) === 0x80;
}
