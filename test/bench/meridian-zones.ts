import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apexText, FAR, GEO_ZONE, NEAR, pools, STATIC_ZONE, STEERED_ZONE, staticZoneText, steeredNames } from './workload.ts';

/** Writes the zones of the workload as Meridian reads them. */
export async function writeMeridianZones(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const files = {
    [`${STATIC_ZONE}.zone`]: staticZoneText(),
    [`${STEERED_ZONE}.zone`]: apexText(STEERED_ZONE),
    [`${STEERED_ZONE}.yaml`]: steeredText(),
    [`${GEO_ZONE}.zone`]: apexText(GEO_ZONE),
    [`${GEO_ZONE}.yaml`]: geoText(),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
}

function steeredText(): string {
  const poolLines = pools.map((endpoints, pool) => {
    const written = endpoints.map(({ name, address, weight }) => `${name}: { address: ${address}, weight: ${weight} }`);
    return `  p${pool}: { site: one, select: weighted, endpoints: { ${written.join(', ')} } }\n`;
  });
  const recordLines = steeredNames.map(([label, pool]) => `  ${label}: { ttl: 60s, steer: p${pool} }\n`);
  return `sites:\n  one: { country: CN }\npools:\n${poolLines.join('')}records:\n${recordLines.join('')}`;
}

function geoText(): string {
  return `
sites:
  one: { country: CN }
  two: { country: SG }
pools:
  near: { site: one, endpoints: { a: ${NEAR} } }
  far: { site: two, endpoints: { a: ${FAR} } }
records:
  www: { ttl: 60s, steer: { geo: { "country:CN": near, default: { failover: [far, near] } } } }
`;
}
