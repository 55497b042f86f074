import { afterAll, beforeAll, describe, test } from 'vitest';
import { blocksTagged, documentBlocks } from '../support/documents.ts';
import { commandExamples } from '../support/markdown-examples.ts';
import { runExample } from '../support/run-example.ts';
import { type SampleServer, startSampleServer } from '../support/sample-server.ts';

const examples = blocksTagged(documentBlocks(), 'sh', 'peers').flatMap(commandExamples);

describe('commands of the documents that need dig or curl', () => {
  let server: SampleServer | undefined;

  beforeAll(async () => {
    server = await startSampleServer(['npm', 'start']);
  });
  afterAll(async () => server?.[Symbol.asyncDispose]());

  test.each(examples)('$file:$line: $command', async example => {
    if (server === undefined) throw new Error('no server');
    await runExample(example, server);
  });
});
