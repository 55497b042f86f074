import { parseIp } from '../lib/ip-address.ts';
import type { Prefix } from './prefix-tree.ts';

/**
 * Prefixes whose addresses are nowhere on the globe: private, loopback, link-local, documentation, multicast and reserved ones (IANA
 * special-purpose address registries, RFC 6890; multicast RFC 5771 and RFC 4291). Databases made from registry data place some of them:
 * documentation prefixes lie where their registrar does.
 */
export const NOWHERE_IPV4: readonly Prefix[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
].map(prefix);

/** As NOWHERE_IPV4. `::/96` is where a file for IPv6 keeps IPv4; as IPv6 addresses they are deprecated (RFC 4291 section 2.5.5.1). */
export const NOWHERE_IPV6: readonly Prefix[] = [
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:2::/48',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
].map(prefix);

/** IPv6 prefixes that an IPv4 address follows: IPv4-mapped (RFC 4291 section 2.5.5.2) and 6to4 (RFC 3056). */
export const HOLDING_IPV4: readonly Prefix[] = ['::ffff:0:0/96', '2002::/16'].map(prefix);

function prefix(text: string): Prefix {
  const [address, length] = text.split('/');
  return { octets: parseIp(address!)!, length: Number(length) };
}
