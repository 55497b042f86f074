import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readVersion } from '../../../src/config/version.ts';
import { writeMeridianZones } from '../meridian-zones.ts';
import { SCENARIOS } from '../workload.ts';
import { type ServerKind, startProgram } from './server.ts';

const ALL = SCENARIOS.map(({ id }) => id);

/** The sockets of the responder, each query sent back as its own answer: what no look-up can be cheaper than. */
export const floor: ServerKind = {
  name: 'floor',
  how: 'the same sockets, each query echoed',
  scenarios: ALL,
  answers: false,
  version: readVersion,
  start: () => startProgram({ name: 'floor', command: program('floor-program.ts'), threads: 1 }),
};

export function meridian(workers: number): ServerKind {
  const name = workers === 1 ? 'meridian' : `meridian, ${workers} workers`;
  return {
    name,
    how: workers === 1 ? 'one worker' : `${workers} workers`,
    scenarios: ALL,
    answers: true,
    version: readVersion,
    async start(directory) {
      const zones = join(directory, 'zones');
      if (!existsSync(zones)) await writeMeridianZones(zones);
      return startProgram({ name, command: program('meridian-program.ts', zones, String(workers)), threads: workers });
    },
  };
}

function program(file: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, join(import.meta.dirname, file), ...args];
}
