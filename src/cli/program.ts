import { Command, CommanderError } from 'commander';
import { wantsStack } from '../config/options.ts';
import { UsageError } from '../config/usage-error.ts';
import { readVersion } from '../config/version.ts';
import { addAudit } from './audit.ts';
import { addBrake, addBrakes } from './brakes.ts';
import { addCheck } from './check.ts';
import { examples } from './client-command.ts';
import { addDrain } from './drain.ts';
import { addDrains } from './drains.ts';
import { addDrill } from './drill.ts';
import { addEvents } from './events.ts';
import { addExplain } from './explain.ts';
import { addExposure } from './exposure.ts';
import { addFleet } from './fleet.ts';
import { addForce } from './force.ts';
import { addHelp, helpHint } from './help.ts';
import { addHistory } from './history.ts';
import type { Io } from './io.ts';
import { addMaintenance } from './maintenance.ts';
import { addProbe } from './probe.ts';
import { addRecover } from './recover.ts';
import { addRelease } from './release.ts';
import { addReload } from './reload.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addShift } from './shift.ts';
import { addStandIn } from './stand-in.ts';
import { addStatus } from './status.ts';
import { addToken } from './token.ts';
import { addTtl } from './ttl.ts';
import { addWebhook } from './webhook.ts';
import { addWeight } from './weight.ts';
import { addWhatIf } from './whatif.ts';

/** Every command, under the head that the help has for it. */
const COMMANDS = {
  'Run a server:': [addServe, addProbe],
  'Check zones, and have them read:': [addCheck, addReload, addSchema],
  'Look at a running server:': [
    addStatus,
    addExplain,
    addFleet,
    addWhatIf,
    addTtl,
    addExposure,
    addBrakes,
    addDrains,
    addEvents,
    addHistory,
  ],
  'Change what it answers, until released:': [addWeight, addShift, addForce, addDrain, addRelease],
  'Tell it of planned work, and let endpoints back:': [addMaintenance, addRecover, addBrake],
  'Let others call it, and see what they did:': [addToken, addWebhook, addAudit],
  'Try a failover:': [addDrill, addStandIn],
  'Help:': [addHelp],
} as const;

const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

/** Runs one command line, without the program's own name, and gives its exit code: 0 done, 1 not done, 2 not understood. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const program = buildProgram(io);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    const code = report(error, io);
    if (code === EXIT.usage && !isHelp(error)) io.err(helpHint(program, argv));
    return code;
  }
}

const EPILOGUE = `
Every flag can be given as an environment variable: --log-level as MERIDIAN_LOG_LEVEL.
Exit codes: 0 done, 1 not done, 2 not understood.
${examples('serve --stand-ins', 'status', 'explain www.example.com --client 203.0.113.0/24', 'help weight')}`;

/** The whole command line. */
export function buildProgram(io: Io): Command {
  const program = new Command('meridian')
    .description(
      'Meridian, a global traffic manager that works by DNS: it probes endpoints in several sites, and answers with those that are well',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show how a command is used')
    .exitOverride()
    // Flags behind a command are its own, or those of a command below it.
    .enablePositionalOptions()
    .configureOutput({ writeOut: text => io.out(text.replace(/\n$/, '')), writeErr: text => io.err(text.replace(/\n$/, '')) })
    .addHelpText('after', EPILOGUE);
  for (const [head, commands] of Object.entries(COMMANDS)) {
    program.commandsGroup(head);
    for (const add of commands) add(program, io);
  }
  return program;
}

/** Whether all that commander had to say was the help itself. */
function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
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
