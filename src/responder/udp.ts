import { parseIp } from '../lib/ip-address.ts';
import { loadLibc } from './libc.ts';
import { formatAddress } from './listen-error.ts';
import type { Transport } from './transport.ts';
import { openUdpBatched, type UdpOptions } from './udp-batched.ts';
import { openUdpPortable } from './udp-portable.ts';
import type { UdpChoice } from './worker-protocol.ts';

export interface OpenUdp {
  readonly transport: Transport;
  /** Lines for the log: what the machine does not allow, or an address on which answers may go astray. */
  readonly warnings: readonly string[];
}

/** Opens the chosen transport; throws ListenError, and Error where batches were asked for and the machine does not have them. */
export async function openUdp(choice: UdpChoice, options: UdpOptions, load = loadLibc): Promise<OpenUdp> {
  const libc = choice === 'portable' ? 'not asked for' : await load();
  if (typeof libc !== 'string') return { transport: await openUdpBatched(libc, options), warnings: [] };
  if (choice === 'batched') throw new Error(`no batched UDP: ${libc}`);
  const transport = await openUdpPortable(options);
  const slower = choice === 'auto' ? [`no batched UDP (${libc}): the slower portable sockets are used`] : [];
  return { transport, warnings: [...slower, ...wildcardWarnings(transport)] };
}

/** node:dgram cannot tell which address was asked, so the system chooses the one that answers. */
function wildcardWarnings({ bound }: Transport): string[] {
  return bound
    .filter(({ address }) => parseIp(address)?.every(octet => octet === 0))
    .map(where => `${formatAddress(where)}: answers may come from another address than was asked; list the addresses one by one instead`);
}
