import type { Command } from 'commander';
import { recoverAnswer } from '../api/contract.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { parseTarget, TARGET_FORM } from './target.ts';
import { count, presentCounts } from './words.ts';

/** `meridian recover`: lets endpoints be up again that are well, but wait for an operator or a delay. */
export function addRecover(program: Command, io: Io): void {
  withClientFlags(
    program
      .command('recover')
      .description('let endpoints be up again that are well but wait (recovery: manual or delayed), and forget their flaps')
      .argument('<target>', TARGET_FORM),
  )
    .addHelpText('after', examples('recover example.com/web-hangzhou/a', 'recover example.com/site:hangzhou'))
    .action(async (text: string, flags: CallFlags) => {
      const target = parseTarget(text);
      const answer = await clientOf(flags).send(recoverAnswer, 'POST', `${target.path}/recover`);
      const { endpoints, recovered, measured, effective, generation } = answer;
      const came = `${recovered} of ${count(endpoints, 'endpoint')} came up by it`;
      if (flags.json) printJson(io, answer);
      else
        io.out(
          `${target.text}: ${came}; measured ${presentCounts(measured)}, effective ${presentCounts(effective)}; generation ${generation}`,
        );
    });
}
