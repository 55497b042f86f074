import type { Command } from 'commander';
import { UsageError } from '../config/usage-error.ts';
import { nearestWord } from '../lib/suggest.ts';
import { examples } from './client-command.ts';

/** `meridian help`: how the program, or a command of it, is used. */
export function addHelp(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .description('show how a command is used, with examples')
    .argument('[command...]', 'its name (default: list all commands)')
    .addHelpText('after', examples('help weight', 'help stand-in break'))
    .action((names: string[]) => {
      const { command, rest } = findCommand(program, names);
      if (rest.length > 0) throw new UsageError(unknownCommand(command, rest[0]!));
      command.help();
    });
}

/** Where to read more about the command that these arguments are for. */
export function helpHint(program: Command, argv: readonly string[]): string {
  const { path } = findCommand(program, argv[0] === 'help' ? argv.slice(1) : argv);
  return path.length === 0 ? 'see ./meridian help' : `see ./meridian help ${path.join(' ')}`;
}

/** The command that the first words name, as far as they do, and the words behind. */
function findCommand(program: Command, words: readonly string[]): { command: Command; path: readonly string[]; rest: readonly string[] } {
  let command = program;
  const rest = [...words];
  for (let next = childOf(program, rest[0]); next; next = childOf(command, rest[0])) {
    command = next;
    rest.shift();
  }
  return { command, path: words.slice(0, words.length - rest.length), rest };
}

function childOf(command: Command, name: string | undefined): Command | undefined {
  return command.commands.find(child => child.name() === name);
}

function unknownCommand({ commands }: Command, name: string): string {
  const near = nearestWord(
    name,
    commands.map(command => command.name()),
  );
  return `unknown command '${name}'${near === undefined ? '' : `; did you mean ${near}?`}`;
}
