import type { Command } from 'commander';
import type { OverrideChange } from '../api/contract.ts';
import { expiresFlag, reasonFlag, ttlFlag } from '../config/options.ts';
import { answerSchema, presentAnswer } from './answer.ts';
import { type CallFlags, clientOf, withClientFlags } from './client-command.ts';
import { type Io, printJson } from './io.ts';
import { parseTarget } from './target.ts';

export interface OverrideFlags extends CallFlags {
  readonly reason?: string;
  readonly ttl?: string;
  readonly expires?: string;
}

/** Adds the flags that every override takes. */
export function withOverrideFlags(command: Command): Command {
  return withClientFlags(command.addOption(reasonFlag()).addOption(ttlFlag()).addOption(expiresFlag()));
}

/** Overrides a target, and prints how it stands then. */
export async function putOverride(io: Io, targetText: string, state: OverrideChange['state'], flags: OverrideFlags): Promise<void> {
  const target = parseTarget(targetText);
  const { reason = 'no reason given', ttl, expires } = flags;
  const answer = await clientOf(flags).send(answerSchema(target), 'PUT', `${target.path}/override`, { state, reason, ttl, expires });
  if (flags.json) printJson(io, answer);
  else io.out(presentAnswer(target, answer));
}
