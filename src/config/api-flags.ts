import { isLoopback, parseIp } from '../lib/ip-address.ts';
import { parseSocketAddress, type SocketAddress } from '../lib/socket-address.ts';

/** The flags of `serve` that say where and how the API is served, as they were given. */
export interface ApiFlags {
  readonly api: string;
  readonly apiCert?: string;
  readonly apiKey?: string;
  readonly apiClientCa?: string;
  readonly apiInsecure?: boolean;
}

/** Files in PEM format. */
export interface ApiTlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** The authorities of the certificates that agents must show; undefined: they need none. */
  readonly clientCaFile: string | undefined;
}

export interface ApiListenOptions {
  readonly api: SocketAddress;
  /** Undefined: plain HTTP. */
  readonly apiTls: ApiTlsFiles | undefined;
}

/** Reads and checks them; what is no good is told to `tell`, each in a line. The files are not looked at. */
export function readApiFlags(flags: ApiFlags, tell: (line: string) => void): ApiListenOptions {
  const api = parseSocketAddress(flags.api);
  if (api === undefined) tell(`--api: expected ADDR:PORT, such as 127.0.0.1:5300 or [::1]:5300, found "${flags.api}"`);
  const apiTls = readFiles(flags, tell);
  if (api !== undefined && isExposed(flags, api)) tell(exposed(flags.api));
  return { api: api ?? { address: '', port: 0 }, apiTls };
}

function readFiles({ apiCert, apiKey, apiClientCa }: ApiFlags, tell: (line: string) => void): ApiTlsFiles | undefined {
  const given = { '--api-cert': apiCert, '--api-key': apiKey, '--api-client-ca': apiClientCa };
  for (const [flag, file] of Object.entries(given)) if (file === '') tell(`${flag}: expected a path, found ""`);
  if (apiCert !== undefined && apiKey !== undefined) return { certFile: apiCert, keyFile: apiKey, clientCaFile: apiClientCa };
  const [first] = Object.entries(given).find(([, file]) => file !== undefined) ?? [];
  if (apiCert === undefined && first !== undefined) tell(`--api-cert: missing; ${first} needs it`);
  if (apiKey === undefined && first !== undefined) tell(`--api-key: missing; ${first} needs it`);
  return undefined;
}

/** Whether tokens could be read on their way. */
function isExposed({ apiCert, apiInsecure = false }: ApiFlags, { address }: SocketAddress): boolean {
  return apiCert === undefined && !apiInsecure && !isLoopback(parseIp(address) ?? new Uint8Array(4));
}

function exposed(api: string): string {
  return (
    `--api: ${api} can be reached from other machines, and without TLS tokens can be read on their way: ` +
    'give --api-cert and --api-key, listen on 127.0.0.1, or give --api-insecure where something in front speaks TLS'
  );
}
