import { Packet, UDPClient } from 'dns2';

/** The addresses of type A that a name server on this machine answers with, sorted. Throws when nothing comes back. */
export async function askForAddresses(
  port: number,
  name: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Promise<readonly string[]> {
  const ask = UDPClient({ dns: '127.0.0.1', port, timeout: 2000 });
  const { answers } = await ask(name, 'A', Packet.CLASS.IN, { recursive });
  return answers.flatMap(({ type, address }) => (type === Packet.TYPE.A && address !== undefined ? [address] : [])).sort();
}
