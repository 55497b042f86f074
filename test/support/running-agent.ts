import { join } from 'node:path';
import type { Meridian } from './meridian.ts';
import { logOf, type ProgramLog } from './program-log.ts';
import { type RunningProgram, runProgram } from './running-program.ts';
import { ROOT } from './sample-server.ts';

export interface AgentSettings {
  readonly vantage: string;
  /** A file that has its token. */
  readonly tokenFile: string;
  readonly controller: string;
  /** A directory. */
  readonly spool: string;
  readonly flags?: readonly string[];
  /** Laid over the environment of the tests, which has no proxy here. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** `./meridian probe` as a process of its own. Disposing ends it at once, however it is. */
export interface RunningAgent extends ProgramLog, AsyncDisposable {
  readonly program: RunningProgram;
  readonly settings: AgentSettings;
  /** Sends a signal and gives the exit code, or the signal's name, once it has ended. */
  end(signal?: NodeJS.Signals): Promise<number | string>;
}

const NO_PROXY = { HTTP_PROXY: '', HTTPS_PROXY: '', http_proxy: '', https_proxy: '' };

/** Starts an agent, which connects when it can. */
export function runAgent(settings: AgentSettings): RunningAgent {
  const { vantage, tokenFile, controller, spool, flags = [], environment = {} } = settings;
  const args = ['probe', '--vantage', vantage, '--token-file', tokenFile, '--controller', controller, '--spool', spool, ...flags];
  const program = runProgram('./meridian', args, { cwd: ROOT, environment: { ...NO_PROXY, ...environment } });
  return {
    ...logOf(program),
    program,
    settings,
    end: signal => program.stop(signal),
    async [Symbol.asyncDispose]() {
      await program.stop('SIGKILL');
    },
  };
}

/** The line of an agent that has its stream. */
export const isConnected = ({ msg }: { readonly msg: string }): boolean => msg.startsWith('connected to the controller at ');

/** Has a token made for a vantage, in a file of `folder`, as an operator does. Gives the file and the token's id. */
export async function makeToken(
  { command }: Pick<Meridian, 'command'>,
  folder: string,
  vantage: string,
): Promise<{ readonly file: string; readonly id: string }> {
  const file = join(folder, `${vantage}.token`);
  const { status, stdout, stderr } = await command('token', 'create', '--role', 'probe', '--vantage', vantage, '--out', file, '--json');
  if (status !== 0) throw new Error(`no token for ${vantage}: ${stderr}`);
  return { file, id: (JSON.parse(stdout) as { id: string }).id };
}
