import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apexText } from '../workload.ts';

export const STATIC_RECORDS = 1_000_000;
export const STEERED_RECORDS = 100_000;
/** Service domains that share the records evenly. */
export const LOAD_ZONES = 10;

export const CHANGE_ZONE = 'change.test';
export const CHANGED_SETS = 10_000;
/** The last octets of what the changing endpoint and those behind it answer. */
export const FIRST_OCTET = 1;
const SECOND = '203.0.113.20';
const THIRD = '203.0.113.30';

/** How the steering trees of the record sets that change look. */
export type Shape = 'alike' | 'different';

/** Writes the zones of the load: hosts with one address each, and names that fail over from one pool to the next. */
export async function writeLoadZones(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (let zone = 0; zone < LOAD_ZONES; zone++) {
    const name = `load${zone}.test`;
    const hosts = Array.from(
      { length: STATIC_RECORDS / LOAD_ZONES },
      (_, i) => `host${i} A 198.${51 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}\n`,
    );
    const records = Array.from(
      { length: STEERED_RECORDS / LOAD_ZONES },
      (_, i) => `  w${i}: { steer: { failover: [p${i % 100}, p${(i + 1) % 100}] } }\n`,
    );
    const pools = Array.from(
      { length: 100 },
      (_, pool) => `  p${pool}: { site: one, endpoints: { a: 10.0.${pool}.1, b: 10.0.${pool}.2 } }\n`,
    );
    await writeFile(join(directory, `${name}.zone`), apexText(name) + hosts.join(''));
    await writeFile(
      join(directory, `${name}.yaml`),
      `sites:\n  one: { country: CN }\npools:\n${pools.join('')}records:\n${records.join('')}`,
    );
  }
}

/** Writes one zone whose record sets all depend on one endpoint, which is probed on `port` of 127.0.0.1. */
export async function writeChangeZone(directory: string, shape: Shape, port: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  const behind = (i: number) => (shape === 'alike' ? 'second' : `{ weighted: { second: ${i + 1}, third: ${2 * CHANGED_SETS - i} } }`);
  const records = Array.from({ length: CHANGED_SETS }, (_, i) => `  r${i}: { ttl: 60s, steer: { failover: [first, ${behind(i)}] } }\n`);
  const steering = `sites:
  one: { country: CN }
monitors:
  web: { type: http, port: ${port}, interval: 500ms, timeout: 400ms, fall: 1, rise: 1 }
pools:
  first: { site: one, monitor: web, endpoints: { a: 127.0.0.${FIRST_OCTET} } }
  second: { site: one, endpoints: { a: ${SECOND} } }
  third: { site: one, endpoints: { a: ${THIRD} } }
records:
${records.join('')}`;
  await writeFile(join(directory, `${CHANGE_ZONE}.zone`), apexText(CHANGE_ZONE));
  await writeFile(join(directory, `${CHANGE_ZONE}.yaml`), steering);
}

/** A question for each record set that changes, in an order in which neighbours are far apart. */
export function changeQuestions(): readonly string[] {
  return Array.from({ length: CHANGED_SETS }, (_, i) => `r${(i * 7919) % CHANGED_SETS}.${CHANGE_ZONE} A`);
}
