import { parseIp } from './ip-address.ts';

/** What the URL of a webhook may be. */
export const WEBHOOK_URL_EXPECTED =
  'an http or https URL with a host, without a user, a password or a #fragment, of at most 2000 characters';

const LONGEST = 2000;

/** Whether events may be sent there. Where clouds keep the credentials of a machine (link-local addresses), and nobody's address, they may not. */
export function isWebhookUrl(text: string): boolean {
  const url = text.length > LONGEST ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.hash === '' && !isForbidden(url.hostname.replace(/^\[|\]$/g, ''));
}

/** A URL as it may be shown: where it leads, and nothing of its path and query, which may be all that keeps others from using it. */
export function shownUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return '…';
  return url.pathname === '/' && url.search === '' ? url.origin : `${url.origin}/…`;
}

function isForbidden(host: string): boolean {
  const octets = parseIp(host);
  if (octets === undefined) return false;
  if (octets.length === 4) return isForbiddenV4(octets);
  // An IPv4 address in IPv6 form leads to the same place.
  const isMapped = octets.subarray(0, 10).every(octet => octet === 0) && octets[10] === 0xff && octets[11] === 0xff;
  if (isMapped) return isForbiddenV4(octets.subarray(12));
  return octets.every(octet => octet === 0) || octets[0] === 0xff || (octets[0] === 0xfe && (octets[1]! & 0xc0) === 0x80);
}

function isForbiddenV4([first = 0, second]: Uint8Array): boolean {
  return first === 0 || first >= 224 || (first === 169 && second === 254);
}
