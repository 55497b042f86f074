import { type ChildProcess, spawn } from 'node:child_process';
import type { ExecCheck } from '../../src/model/monitor.ts';
import type { Address } from '../../src/model/steering.ts';
import type { Check } from '../check.ts';
import { type Connection, hostOf, throughConnection } from '../connection.ts';
import { judgeExit } from './exec-outcome.ts';

/** What a program may write, at most. */
const MOST_OCTETS = 65_536;

/** All that a program gets to see of the environment. */
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };

/**
 * Runs a program as Nagios runs its plugins: exit code 0 passes, 1 passes or not as the monitor says, all others fail; the reason is the
 * first line that it writes. There is no shell, and no input. The program and all that it has started in its process group are killed
 * when it ends, at the deadline, and when it writes more than 64 KB. Rejects where it cannot be started.
 */
export const checkExec: Check<ExecCheck> = (settings, address, { deadline }) =>
  throughConnection(deadline, conclude => {
    const [file = '', ...args] = settings.command.map(word => filledIn(word, settings, address));
    // A process group of its own, so that the whole of it can be killed.
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'], env: ENVIRONMENT, cwd: '/', detached: true });
    const output = collect(child, () => conclude({ ok: false, reason: 'wrote more than 64 KB' }));
    child.on('exit', (code, signal) => {
      // At once, before its number can be another's.
      killGroup(child);
      afterLastOutput(() => conclude(judgeExit({ code, signal, output: output() }, settings.warning)));
    });
    return asConnection(child, file);
  });

/** Values stand for themselves: nothing reads them as a command again. */
function filledIn(word: string, { port }: ExecCheck, address: Address): string {
  return word.replaceAll('{address}', hostOf(address)).replaceAll('{port}', String(port ?? ''));
}

function collect(child: ChildProcess, onTooMuch: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let octets = 0;
  // Not there where no descriptors were left to start it, of which its error tells.
  child.stdout?.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    octets += chunk.length;
    if (octets > MOST_OCTETS) onTooMuch();
  });
  return () => Buffer.concat(chunks);
}

/**
 * What a program wrote before its end is there to be read by then, and one turn of the event loop reads it. Its end of the pipe is not
 * waited for: a program that it has left behind, in a process group of its own, may hold it open for ever.
 */
function afterLastOutput(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

function asConnection(child: ChildProcess, file: string): Connection {
  return {
    on: (_event, listener) =>
      child.on('error', error => listener(new Error(`${file} could not be run: ${error.message}`, { cause: error }))),
    destroy() {
      // What has ended was killed then.
      if (child.exitCode === null && child.signalCode === null) killGroup(child);
      child.stdout?.destroy();
    },
  };
}

/** The group has the number of its first process. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}
