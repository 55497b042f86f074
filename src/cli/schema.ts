import type { Command } from 'commander';
import { examples } from './client-command.ts';
import { type Io, printJson } from './io.ts';

/** `meridian schema`: the JSON Schema of a zone's YAML, which editors complete and check by. */
export function addSchema(program: Command, io: Io): void {
  program
    .command('schema')
    .description("print the JSON Schema of a zone's YAML, by which editors complete and check")
    .addHelpText('after', examples('schema > zone.schema.json'))
    .action(async () => {
      const { zoneJsonSchema } = await import('../config/schema/zone.ts');
      printJson(io, zoneJsonSchema());
    });
}
