import type { Command } from 'commander';
import { type ClientFlags, readClientOptions } from '../config/client-options.ts';
import { caFlag, callApiFlag, dataFlag, jsonFlag, tokenFileFlag } from '../config/options.ts';
import { type Client, createClient } from './client.ts';

/** The flags of a command that calls the API. */
export interface CallFlags extends ClientFlags {
  readonly json?: boolean;
}

/** Adds the flags that every command calling the API takes. */
export function withClientFlags(command: Command): Command {
  return command.addOption(callApiFlag()).addOption(caFlag()).addOption(tokenFileFlag()).addOption(dataFlag()).addOption(jsonFlag());
}

/** The client that the flags ask for, for calls that take no longer than `patienceMs`. Throws a UsageError. */
export function clientOf(flags: CallFlags, patienceMs?: number): Client {
  return createClient(readClientOptions(flags), patienceMs);
}

/** Text behind the help of a command: examples, each a line of its own. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map(line => `  $ ./meridian ${line}`).join('\n')}`;
}
