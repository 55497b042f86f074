import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apexText } from '../workload.ts';

export const CONTROL_ZONE = 'control.test';
/** Names, each with a pool of its own, so that every change can be told apart on the wire. */
export const NAMES = 300;
/** The last octet of the endpoint whose weight is changed: all of the answers where it is `MOST`, none where it is 0. */
export const CHANGED_OCTET = 1;
export const MOST = 65_535;

/** Writes a zone whose names answer with one of two endpoints each. */
export async function writeControlZone(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const each = (line: (i: number) => string) => Array.from({ length: NAMES }, (_, i) => line(i)).join('');
  const address = (i: number, octet: number) => `10.${i >> 8}.${i & 255}.${octet}`;
  const pools = each(
    i =>
      `  p${i}: { site: one, endpoints: { a: { address: ${address(i, CHANGED_OCTET)}, weight: ${MOST} }, b: { address: ${address(i, 2)}, weight: 1 } } }\n`,
  );
  const records = each(i => `  r${i}: { ttl: 60s, steer: p${i} }\n`);
  await writeFile(join(directory, `${CONTROL_ZONE}.zone`), apexText(CONTROL_ZONE));
  await writeFile(join(directory, `${CONTROL_ZONE}.yaml`), `sites:\n  one: { country: CN }\npools:\n${pools}records:\n${records}`);
}
