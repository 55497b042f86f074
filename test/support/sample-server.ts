import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { type RunningProgram, runProgram } from './running-program.ts';
import { copySampleZones } from './sample-zones.ts';

export const ROOT = new URL('../..', import.meta.url).pathname;

/** Meridian with a copy of the sample zones in a folder of its own, on free ports. */
export interface SampleServer extends AsyncDisposable {
  readonly program: RunningProgram;
  readonly dnsPort: number;
  readonly apiPort: number;
  /** What the command line needs to find this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ports and paths of this server for those that the documents name. */
  readonly replacements: ReadonlyMap<string, string>;
}

/** Where a server of the sample is to listen and to keep things; nothing runs yet. */
export interface SampleHome extends Omit<SampleServer, 'program'> {
  readonly folder: string;
}

/** Makes a folder with the sample zones, and picks free ports. Disposing removes the folder. */
export async function sampleHome(): Promise<SampleHome> {
  const folder = await mkdtemp(join(tmpdir(), 'meridian-'));
  const ports = await copySampleZones(join(ROOT, 'zones'), join(folder, 'zones'));
  const [dnsPort, apiPort] = [await freePort(), await freePort()];
  const environment = {
    MERIDIAN_ZONES: join(folder, 'zones'),
    MERIDIAN_DATA: join(folder, 'data'),
    MERIDIAN_DNS: `127.0.0.1:${dnsPort}`,
    MERIDIAN_API: `127.0.0.1:${apiPort}`,
  };
  const replacements = new Map([
    ...ports,
    ['5300', String(dnsPort)],
    ['8053', String(apiPort)],
    ['.meridian', environment.MERIDIAN_DATA],
    ['zones', environment.MERIDIAN_ZONES],
  ]);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { folder, dnsPort, apiPort, environment, replacements, [Symbol.asyncDispose]: remove };
}

/** Starts `command` (`./meridian serve …`, `npm start` …) in the root of the project and waits until every zone is served. */
export async function startSampleServer(command: readonly string[]): Promise<SampleServer> {
  const home = await sampleHome();
  const [file = '', ...args] = command;
  const program = runProgram(file, args, { cwd: ROOT, environment: home.environment });
  const dispose = async (): Promise<void> => {
    await program.stop();
    await home[Symbol.asyncDispose]();
  };
  try {
    await untilReady(program, home.apiPort);
  } catch (error) {
    await dispose();
    throw error;
  }
  const { dnsPort, apiPort, environment, replacements } = home;
  return { program, dnsPort, apiPort, environment, replacements, [Symbol.asyncDispose]: dispose };
}

/** Waits until `/readyz` says so; throws with everything printed when the program ends before, or 20 s have passed. */
export async function untilReady(program: RunningProgram, apiPort: number): Promise<void> {
  let ended: number | string | undefined;
  void program.ended.then(code => {
    ended = code;
  });
  const ask = async (): Promise<true | undefined> => {
    if (ended !== undefined) throw new Error(`ended with ${ended} before it was ready:\n${program.output()}`);
    const response = await fetch(`http://127.0.0.1:${apiPort}/readyz`).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok ? true : undefined;
  };
  await eventually(ask, { withinMs: 20_000, tell: () => `not ready after 20 s:\n${program.output()}` });
}
