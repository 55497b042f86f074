import { asName } from '../lib/dns-name.ts';
import { RCODE } from '../lib/rcode.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { ControlTarget } from '../model/control-target.ts';
import type { CheckSettings, HttpExchange } from '../model/monitor.ts';
import type { NoteProblem } from './protocol-flags.ts';
import { addressSchema } from './schema/address.ts';

const EXPECTED = 'tcp://HOST:PORT, http://HOST/PATH, https://HOST/PATH, icmp://HOST or dns://HOST/NAME';

/** Octets of data in an echo request, as a monitor has them by default. */
const ECHO_SIZE = 56;

/** Reads `--control` as it was given; what is no good is told to `problem`. */
export function readControlTargets(texts: readonly string[], problem: NoteProblem): readonly ControlTarget[] {
  return texts.flatMap((text, i) => {
    const target = texts.indexOf(text) < i ? undefined : readControlTarget(text);
    if (target) return [target];
    problem('--control', text, texts.indexOf(text) < i ? 'each target once' : EXPECTED);
    return [];
  });
}

function readControlTarget(text: string): ControlTarget | undefined {
  const url = URL.parse(text);
  if (url === null) return undefined;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  const address = addressSchema.safeParse(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const check = CHECKS[url.protocol]?.(url);
  return address.success && check ? { text, address: address.data, check } : undefined;
}

/** What is checked, by the scheme. A target shows that the network works, so that whatever it answers will do. */
const CHECKS: Readonly<Record<string, (url: URL) => CheckSettings | undefined>> = {
  'tcp:': url => (url.port === '' || !isBare(url) ? undefined : { type: 'tcp', port: Number(url.port) }),
  'http:': url => ({ type: 'http', ...exchange(url, 80) }),
  'https:': url => ({ type: 'https', verify: true, ...exchange(url, 443) }),
  'icmp:': url => (url.port !== '' || !isBare(url) ? undefined : { type: 'icmp', size: ECHO_SIZE }),
  'dns:': dnsCheck,
};

function isBare({ pathname, search }: URL): boolean {
  return /^\/?$/.test(pathname) && search === '';
}

function exchange({ port, host, pathname, search }: URL, usualPort: number): HttpExchange {
  const settings = { path: pathname + search, method: 'GET', host, headers: {}, redirects: 0 };
  return { port: port === '' ? usualPort : Number(port), ...settings, expectStatus: [[200, 599]] };
}

function dnsCheck({ port, pathname, search }: URL): CheckSettings | undefined {
  const text = pathname.slice(1);
  const name = /^[\w.-]+$/.test(text) ? asName(text) : undefined;
  if (name === undefined || search !== '') return undefined;
  const expectRcodes = [RCODE.NOERROR, RCODE.NXDOMAIN];
  const question = { name, queryType: RR_TYPE.A, recursion: true };
  return { type: 'dns', port: port === '' ? 53 : Number(port), ...question, transport: 'udp', expectRcodes };
}
