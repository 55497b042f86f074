import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksTagged, documentBlocks } from '../support/documents.ts';
import { commandExamples } from '../support/markdown-examples.ts';
import { runExample } from '../support/run-example.ts';
import { ROOT, type SampleServer, startSampleServer } from '../support/sample-server.ts';
import { checkExample, withPart } from '../support/zone-examples.ts';

const blocks = documentBlocks();

/** What is done with a block, by language and tags. A block that is none of these is a mistake: nothing would run it. */
const KINDS: Readonly<Record<string, string>> = {
  sh: 'run here, against a server that the first `sh start` block started',
  'sh start': 'how the server is started',
  'sh test': 'the test commands; npm has a script for each',
  'sh peers': 'run in test/peers, where dig and curl are',
  'sh compose': 'docker compose commands; the services and options exist',
  'yaml zone': 'a whole zone: ./meridian check passes it',
  'yaml part': 'passes when it is laid over the first whole zone of its page',
  zone: 'a master file: ./meridian check passes it',
  text: 'a drawing or a format; nothing to run',
};

test('every example is of a kind that some test runs', () => {
  const unknown = blocks.filter(({ language, tags }) => !([language, ...tags].join(' ') in KINDS));
  const empty = blocks.filter(block => block.language === 'sh' && commandExamples(block).length === 0);
  expect([...unknown, ...empty].map(({ file, line, language, tags }) => `${file}:${line}: ${[language, ...tags].join(' ')}`)).toEqual([]);
});

test('npm has every script that a test command names, and CI runs what the README says', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const commands = blocksTagged(blocks, 'sh', 'test').flatMap(block => commandExamples(block).map(({ command }) => command));
  const named = commands.flatMap(command => [...command.matchAll(/\bnpm (?:run )?([\w:]+)/g)].map(([, script = '']) => script));
  expect(named).toContain('test');
  expect(named.filter(script => script !== 'ci' && !(script in scripts))).toEqual([]);
  const ci = readFileSync(join(ROOT, '.ci/run'), 'utf8');
  expect(commands.filter(command => !ci.includes(`run '${command}'`))).toEqual([]);
});

describe('zone examples', () => {
  const whole = (file: string): string => blocksTagged(blocks, 'yaml', 'zone').find(block => block.file === file)?.text ?? '';
  const examples = [
    ...blocksTagged(blocks, 'yaml', 'zone').map(block => ({ block, text: block.text })),
    ...blocksTagged(blocks, 'yaml', 'part').map(block => ({ block, text: withPart(whole(block.file), block.text) })),
    ...blocksTagged(blocks, 'zone').map(block => ({ block, text: block.text })),
  ];

  test.each(examples)('$block.file:$block.line passes ./meridian check', async ({ block, text }) => {
    expect(await checkExample(block, text)).toBe('');
  });
});

describe('commands', () => {
  const start = blocksTagged(blocks, 'sh', 'start').flatMap(commandExamples).at(0)?.command ?? '';
  const examples = blocksTagged(blocks, 'sh').flatMap(commandExamples);
  let server: SampleServer | undefined;

  // The first command of the README, without the installation that these tests themselves stand on.
  beforeAll(async () => {
    server = await startSampleServer(start.replace('npm ci && ', '').split(' '));
  });
  afterAll(async () => server?.[Symbol.asyncDispose]());

  test.each(examples)('$file:$line: $command', async example => {
    if (server === undefined) throw new Error('no server');
    await runExample(example, server);
  });
});
