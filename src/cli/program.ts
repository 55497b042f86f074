import { Command, CommanderError } from 'commander';
import { wantsStack } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { readVersion } from '../config/version.ts';
import { addCheck } from './check.ts';
import { addDrain } from './drain.ts';
import { addExplain } from './explain.ts';
import { addForce } from './force.ts';
import type { Io } from './io.ts';
import { addRelease } from './release.ts';
import { addReload } from './reload.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addStandIn } from './stand-in.ts';
import { addStatus } from './status.ts';
import { addWeight } from './weight.ts';

const COMMANDS = [addServe, addCheck, addStatus, addExplain, addWeight, addForce, addDrain, addRelease, addReload, addStandIn, addSchema];

const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

/** Runs one command line, without the program's own name, and gives its exit code: 0 done, 1 not done, 2 not understood. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await buildProgram(io).parseAsync(argv, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    return report(error, io);
  }
}

/** The whole command line. */
export function buildProgram(io: Io): Command {
  const program = new Command('meridian')
    .description('Meridian, a global traffic manager that works by DNS')
    .version(readVersion(), '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: text => io.out(text.replace(/\n$/, '')), writeErr: text => io.err(text.replace(/\n$/, '')) })
    .addHelpText('after', "\nEvery flag has an environment variable, MERIDIAN_ and its name. 'meridian help COMMAND' shows examples.");
  for (const add of COMMANDS) add(program, io);
  return program;
}

/** Prints what went wrong: each mistake of usage by itself, a failure with the lines that belong to it. Commander has printed its own. */
function report(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const usage = error instanceof UsageError;
  if (message !== '') io.err(`error: ${usage ? message.replaceAll('\n', '\nerror: ') : message}`);
  if (message !== '' && stack !== undefined && wantsStack()) io.err(stack);
  return usage ? EXIT.usage : EXIT.failure;
}
