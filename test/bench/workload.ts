import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One kind of question, asked of every subject in the same run. */
export interface Scenario {
  readonly name: string;
  /** `NAME TYPE`, one for each line of dnsperf's data file; asked in turns. */
  readonly questions: readonly string[];
  /** EDNS option as dnsperf writes it: `CODE:HEX`. */
  readonly ednsOption?: string;
  readonly peers: boolean;
}

export const ZONE = 'bench.test';
const STATIC_NAMES = 1000;
const WEIGHTS = [100, 50, 25];

const staticNames = Array.from({ length: STATIC_NAMES }, (_, i) => `host${i}.${ZONE}`);

export const SCENARIOS: readonly Scenario[] = [
  { name: 'static A, 1000 names', questions: staticNames.map(name => `${name} A`), peers: true },
  { name: 'weighted A, 3 endpoints', questions: [`www.${ZONE} A`], peers: true },
  {
    name: 'geo A with client subnet',
    questions: [`geo.${ZONE} A`],
    ednsOption: `8:${Buffer.from([0, 1, 24, 0, 203, 0, 113]).toString('hex')}`,
    peers: false,
  },
];

/** Master-file lines of the static part, which every subject loads. */
export function zoneText(): string {
  const apex = ['$TTL 300', `@ SOA ns1.${ZONE}. host.${ZONE}. 1 7200 1800 259200 60`, '@ NS ns1', 'ns1 A 192.0.2.53'];
  const hosts = staticNames.map((_, i) => `host${i} A 198.51.100.${i % 256}`);
  return `${[...apex, ...hosts].join('\n')}\n`;
}

/** Writes the zone as Meridian reads it. */
export async function writeMeridianZones(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, `${ZONE}.zone`), zoneText());
  await writeFile(join(directory, `${ZONE}.yaml`), steeringText());
}

/** The endpoints of `www` with their weights, as [name, address, weight]. */
export function weightedEndpoints(): readonly (readonly [name: string, address: string, weight: number])[] {
  return WEIGHTS.map((weight, i) => [`e${i}`, `203.0.113.${10 + i}`, weight]);
}

function steeringText(): string {
  const endpoints = weightedEndpoints().map(([name, address, weight]) => `${name}: { address: ${address}, weight: ${weight} }`);
  return `
sites:
  one: { country: CN }
  two: { country: SG }
pools:
  weighted: { site: one, select: weighted, endpoints: { ${endpoints.join(', ')} } }
  near: { site: one, endpoints: { a: 203.0.113.20 } }
  far: { site: two, endpoints: { a: 203.0.113.30 } }
records:
  www: { steer: weighted }
  geo: { steer: { geo: { "country:CN": near, "continent:AS": far, default: { failover: [far, near] } } } }
`;
}
