import { join } from 'node:path';
import { ask } from '../ask.ts';
import { temporaryFolder } from '../clean-up.ts';
import { startServe } from './serve.ts';
import { LOAD_ZONES, STATIC_RECORDS, STEERED_RECORDS, writeLoadZones } from './zones.ts';

export interface LoadFigures {
  readonly zones: number;
  readonly staticRecords: number;
  readonly steeredRecords: number;
  /** From the start of the process until it was ready. */
  readonly seconds: number;
  /** The most that the process held until then, in MiB. */
  readonly peakMiB: number;
}

/** Starts the real server over a million static and a hundred thousand steered records. */
export async function measureLoading(): Promise<LoadFigures> {
  await using folder = await temporaryFolder();
  const zones = join(folder.path, 'zones');
  await writeLoadZones(zones);
  await using server = await startServe(zones, folder.path);
  const last = `load${LOAD_ZONES - 1}.test`;
  for (const name of [`host${STATIC_RECORDS / LOAD_ZONES - 1}`, `w${STEERED_RECORDS / LOAD_ZONES - 1}`]) {
    const { packet } = await ask(server.dnsPort, `${name}.${last} A`, undefined);
    if (packet.answers.length === 0) throw new Error(`${name}.${last} has no address`);
  }
  return {
    zones: LOAD_ZONES,
    staticRecords: STATIC_RECORDS,
    steeredRecords: STEERED_RECORDS,
    seconds: server.readySeconds,
    peakMiB: server.peakMemoryMiB(),
  };
}
