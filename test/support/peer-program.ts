import { type RunningProgram, runProgram } from './running-program.ts';
import { ROOT } from './sample-server.ts';

/** The Debian packages of the programs that the peers tests run. */
const PACKAGES = { dig: 'bind9-dnsutils', kdig: 'knot-dnsutils', knotd: 'knot', named: 'bind9', nsd: 'nsd', unbound: 'unbound' } as const;

export type PeerName = keyof typeof PACKAGES;

/** Starts a program of the system. One that is not installed is a failure that says what to install. */
export function startPeer(name: PeerName, args: readonly string[]): RunningProgram {
  const program = runProgram(name, args, { cwd: ROOT });
  if (program.pid === 0) throw new Error(`${name} is not installed: apt-get install ${PACKAGES[name]}`);
  return program;
}

/** Waits until it has printed something that fits; throws with all that it printed where it ends before. */
export async function awaitOutput(program: RunningProgram, fits: RegExp): Promise<void> {
  let ended = false;
  void program.ended.then(() => {
    ended = true;
  });
  while (!fits.test(program.output())) {
    if (ended) throw new Error(`the program ended:\n${program.output()}`);
    await program.printed();
  }
}
