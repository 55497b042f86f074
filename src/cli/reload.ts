import type { Command } from 'commander';
import { reloadAnswer } from '../api/contract.ts';
import { presentFinding } from '../config/present.ts';
import { Refusal } from './client.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';

/** The server gives up reading after a minute, and another reload may have come before. */
const PATIENCE_MS = 150_000;

/** `meridian reload`: has the server read the zones again. */
export function addReload(program: Command, io: Io): void {
  withClientFlags(
    program.command('reload').description('have the server read the zones again; with a mistake in them it keeps the old ones'),
  )
    .addHelpText('after', examples('reload'))
    .action(async (flags: CallFlags) => {
      try {
        const answer = await clientOf(flags, PATIENCE_MS).send(reloadAnswer, 'POST', '/v1/reload');
        if (flags.json) printJson(io, answer);
        else io.out([...answer.findings.map(presentFinding), `reloaded; generation ${answer.generation}`].join('\n'));
      } catch (error) {
        if (!(error instanceof Refusal) || !error.problem.findings) throw error;
        if (flags.json) printJson(io, error.problem);
        else for (const finding of error.problem.findings) io.out(presentFinding(finding));
        throw new CommandFailure(error.message, { cause: error });
      }
    });
}
