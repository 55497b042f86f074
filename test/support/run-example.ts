import { eventually } from './eventually.ts';
import { type CommandExample, showsExpected, withReplacements } from './markdown-examples.ts';
import { runProgram } from './running-program.ts';
import { ROOT } from './sample-server.ts';

/** Commands that change nothing: a reader would type them again until the effect of the one before is seen. */
const READING =
  /^(?:dig |kdig |curl -s (?!-X)|\.\/meridian (?:status|explain|fleet|exposure|drains|audit|ttl plan|events|history|drill (?:status|list|report|run .* --dry-run)|shift (?:list|show|.* --dry-run))\b)/;
const PATIENCE_MS = 30_000;

export interface ExampleSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly replacements: ReadonlyMap<string, string>;
}

/** Runs one command of a page as a reader would; throws when it fails, or does not print what the page shows. */
export async function runExample(example: CommandExample, { environment, replacements }: ExampleSettings): Promise<void> {
  const command = withReplacements(example.command, replacements);
  const expected = example.expected.map(line => withReplacements(line, replacements));
  let seen = '';
  const ask = async (): Promise<true | undefined> => {
    await using program = runProgram('sh', ['-c', command], { cwd: ROOT, environment });
    const status = await program.ended;
    seen = `exit ${status}\n${program.output()}`;
    return status === 0 && showsExpected(expected, program.output()) ? true : undefined;
  };
  const tell = (): string => `${example.file}:${example.line}: ${command}\nshould print\n${expected.join('\n')}\nbut: ${seen}`;
  await eventually(ask, { withinMs: READING.test(example.command) ? PATIENCE_MS : 0, tell });
}
