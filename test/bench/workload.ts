/** What is asked in the bench, and the zones that hold the answers, in terms that every name server's own format is made from. */

export const STATIC_ZONE = 'static.test';
export const STEERED_ZONE = 'steered.test';
export const GEO_ZONE = 'geo.test';

export const STATIC_NAMES = 10_000;
export const STEERED_NAMES = 100_000;
const POOLS = 1000;
/** A client subnet of China, in every country database. */
const CLIENT_SUBNET = [0, 1, 24, 0, 1, 2, 4];
/** Where such clients are sent, and where all others in Asia and elsewhere are. */
export const NEAR = '203.0.113.20';
export const FAR = '203.0.113.30';

/** What a question carries besides itself: an EDNS option, or a cookie, which every server makes for itself (RFC 7873). */
export type Extra = { readonly kind: 'option'; readonly code: number; readonly octets: readonly number[] } | { readonly kind: 'cookie' };

/** One kind of question, asked of every server in the same run. */
export interface Scenario {
  /** What `--scenario` calls it. */
  readonly id: string;
  readonly title: string;
  /** `NAME TYPE`, one for each line of dnsperf's data file; asked in turns. */
  readonly questions: readonly string[];
  readonly extra?: Extra;
}

export interface Endpoint {
  readonly name: string;
  readonly address: string;
  readonly weight: number;
}

/** The endpoints of one of the pools that steered names share: three, no two pools with the same. */
function poolEndpoints(pool: number): readonly Endpoint[] {
  return [100 + (pool % 50), 50, 25].map((weight, i) => ({ name: `e${i}`, address: `10.${pool >> 8}.${pool & 255}.${i + 1}`, weight }));
}

export const pools: readonly (readonly Endpoint[])[] = Array.from({ length: POOLS }, (_, pool) => poolEndpoints(pool));

/** Labels in the steered zone, each with the number of its pool. */
export const steeredNames: readonly (readonly [label: string, pool: number])[] = [
  ['www', 0],
  ...Array.from({ length: STEERED_NAMES }, (_, i) => [`w${i}`, i % POOLS] as const),
];

/** Every 20th question asks for a name that does not exist, no two for the same one. */
function staticQuestion(i: number): string {
  return i % 20 === 0 ? `gone${i}.${STATIC_ZONE} A` : `host${scattered(i, STATIC_NAMES)}.${STATIC_ZONE} A`;
}

/** Names in an order that no cache of the processor likes: 7919 is prime to their number. */
function scattered(i: number, count: number): number {
  return (i * 7919) % count;
}

const WWW = [`www.${STEERED_ZONE} A`];

export const SCENARIOS: readonly Scenario[] = [
  { id: 'one', title: 'one steered name', questions: WWW },
  {
    id: 'many',
    title: '100,000 steered names',
    questions: Array.from({ length: STEERED_NAMES }, (_, i) => `w${scattered(i, STEERED_NAMES)}.${STEERED_ZONE} A`),
  },
  {
    id: 'static',
    title: '10,000 static names, 5 % NXDOMAIN',
    questions: Array.from({ length: STATIC_NAMES }, (_, i) => staticQuestion(i)),
  },
  { id: 'cookie', title: 'one steered name, EDNS with cookie', questions: WWW, extra: { kind: 'cookie' } },
  {
    id: 'geo',
    title: 'one name by geography, EDNS with client subnet',
    questions: [`www.${GEO_ZONE} A`],
    extra: { kind: 'option', code: 8, octets: CLIENT_SUBNET },
  },
];

/** Master-file lines that every zone begins with. */
export function apexText(zone: string): string {
  return `$TTL 300\n@ SOA ns1.${zone}. host.${zone}. 1 7200 1800 259200 60\n@ NS ns1\nns1 A 192.0.2.53\n`;
}

/** The master file of the static names. */
export function staticZoneText(): string {
  const hosts = Array.from({ length: STATIC_NAMES }, (_, i) => `host${i} A 198.51.${i >> 8}.${i & 255}\n`);
  return apexText(STATIC_ZONE) + hosts.join('');
}
