import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

const program = buildProgram({ out: () => undefined, err: () => undefined });
const leaves = allCommands(program).filter(command => command.commands.length === 0);

test('every flag has an environment variable of its name', () => {
  for (const command of leaves) {
    for (const option of command.options) {
      expect(option.envVar, `${command.name()} ${option.flags}`).toBe(
        `MERIDIAN_${option.long?.slice(2).toUpperCase().replaceAll('-', '_')}`,
      );
    }
  }
});

test.each(leaves.map(command => [command.name(), command] as const))('the help of %s has examples, and they parse', (_name, command) => {
  let help = '';
  command.configureOutput({ writeOut: text => (help += text) });
  command.outputHelp();
  const examples = [...help.matchAll(/^ {2}\$ \.\/meridian (.+)$/gm)].map(match => match[1]!);
  expect(examples.length).toBeGreaterThan(0);
  const path = [...(command.parent === program ? [] : [command.parent!.name()]), command.name()].join(' ');
  for (const example of examples) expect(example).toMatch(new RegExp(`^${path}( |$)`));
});
