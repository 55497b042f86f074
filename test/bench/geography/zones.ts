import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COUNTRIES } from '../../../src/geo/countries.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { apexText } from '../workload.ts';

export const GEO_SETS = 10_000;
export const GEO_POOLS = 300;
const SITES = 30;
export const ZONE = 'geography.test';

/** How the steering trees of the record sets look. */
export type Shape = (typeof SHAPES)[number];

export const SHAPES = [
  'three countries',
  'eight countries of its own each',
  'nearest of four sites of its own each',
  'three blocks of its own each',
] as const;

/** Writes one zone of steered names that all look at the client's place. */
export async function writeGeographyZone(directory: string, shape: Shape): Promise<void> {
  await mkdir(directory, { recursive: true });
  const random = seededRandom(1);
  const below = (limit: number) => (random() >>> 0) % limit;
  const places = Object.values(COUNTRIES);
  const sites = range(SITES).map(site => {
    const [, latitude, longitude] = places[below(places.length)]!;
    return `  s${site}: { coordinates: [${latitude}, ${longitude}] }\n`;
  });
  const pools = range(GEO_POOLS).map(pool => {
    const endpoints = ['a', 'b', 'c'].map((name, i) => `${name}: 10.${pool >> 8}.${pool & 255}.${i}`);
    return `  p${pool}: { site: s${pool % SITES}, endpoints: { ${endpoints.join(', ')} } }\n`;
  });
  const records = range(GEO_SETS).map(i => `  n${i}: { steer: ${tree(shape, i, below)} }\n`);
  const text = `sites:\n${sites.join('')}pools:\n${pools.join('')}records:\n${records.join('')}`;
  await writeFile(join(directory, `${ZONE}.zone`), apexText(ZONE));
  await writeFile(join(directory, `${ZONE}.yaml`), text);
}

function tree(shape: Shape, i: number, below: (limit: number) => number): string {
  const pool = (offset: number) => `p${(i + offset) % GEO_POOLS}`;
  if (shape === 'nearest of four sites of its own each') {
    const four = new Set(range(4).map(() => `p${below(GEO_POOLS)}`));
    return `{ nearest: { of: [${[...four].join(', ')}], within: 5% } }`;
  }
  if (shape === 'three blocks of its own each') {
    const blocks = range(3).map(
      block => `${11 + ((3 * i + block) >> 16)}.${((3 * i + block) >> 8) & 255}.${(3 * i + block) & 255}.0/24: ${pool(block)}`,
    );
    return `{ subnet: { ${blocks.join(', ')}, default: { nearest: [${pool(11)}, ${pool(12)}] } } }`;
  }
  const codes = Object.keys(COUNTRIES);
  const picked = shape === 'three countries' ? ['CN', 'US', 'DE'] : range(8).map(() => codes[below(codes.length)]!);
  const branches = [...new Set(picked)].map((code, branch) => `"country:${code}": ${pool(branch)}`);
  const europe = `"continent:EU": { failover: [${pool(9)}, ${pool(10)}] }`;
  return `{ geo: { ${branches.join(', ')}, ${europe}, default: { nearest: [${pool(11)}, ${pool(12)}] } } }`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
