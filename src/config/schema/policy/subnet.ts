import { z } from 'zod';
import { formatIp, parseIp } from '../../../lib/ip-address.ts';
import { contains, maskAddress, parsePrefix } from '../../../lib/ip-prefix.ts';
import type { Subnet } from '../../../model/steering.ts';
import { found } from '../found.ts';
import type { NodeInput } from '../node.ts';

/** Branches by address block, `default` among them. */
export type SubnetInput = Readonly<Record<string, NodeInput>>;

const EXPECTED = 'expected an address block such as 203.0.113.0/24 or 2001:db8::/32, or default';

const subnetKey = z
  .string()
  .refine(key => key === 'default' || typeof readSubnet(key) !== 'string', { error: ({ input }) => badSubnetKey(String(input)) })
  .meta({ pattern: '^(default|[0-9.]+(/[0-9]{1,2})?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?)$' });

/** The value of `subnet`. */
export function subnetSchema(node: z.ZodType<NodeInput>) {
  return z
    .record(subnetKey, node, { error: 'a map of branches such as 203.0.113.0/24, 2001:db8::/32 and default' })
    .refine(branches => Object.keys(branches).length > 0, { error: 'expected at least one branch, found none' })
    .meta({ minProperties: 1 });
}

/**
 * The address block that `written` means: an address alone is a block of one, and IPv6 blocks of mapped addresses (RFC 4291 section 2.5.5.2) are
 * the IPv4 blocks that they hold. Where it means none, what was expected.
 */
export function readSubnet(written: string): Subnet | string {
  const prefix = parsePrefix(written);
  if (!prefix) return expectedSubnet(written);
  const mapped = prefix.length >= 96 && contains(MAPPED, 6, prefix.address);
  const address = prefix.address.length === 16 && mapped ? prefix.address.slice(12) : prefix.address;
  const length = prefix.length - (address.length === prefix.address.length ? 0 : 96);
  return { text: subnetText(address, length), address, length };
}

const MAPPED = parsePrefix('::ffff:0:0/96')!;

function subnetText(address: Uint8Array, length: number): string {
  return `${formatIp(address)}/${length}`;
}

/** Most often the length is right, and bits stand behind it. */
function expectedSubnet(written: string): string {
  const [text = '', length = '', ...rest] = written.split('/');
  const address = text.includes('%') ? undefined : parseIp(text);
  if (!address || rest.length > 0) return EXPECTED;
  const bits = 8 * address.length;
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return `expected a length from 0 to ${bits} behind the /`;
  return `expected ${subnetText(maskAddress(address, Number(length)), Number(length))}, or ${formatIp(address)} for that address alone`;
}

function badSubnetKey(key: string): string {
  return `${readSubnet(key)}, found ${found(key)}`;
}
