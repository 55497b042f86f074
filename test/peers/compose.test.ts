import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForAddresses } from '../support/ask-dns.ts';
import { readComposeFile } from '../support/container-files.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { withReplacements } from '../support/markdown-examples.ts';
import { type RunningProgram, runProgram } from '../support/running-program.ts';
import { ROOT, type SampleServer, startSampleServer } from '../support/sample-server.ts';

let server: SampleServer;
let resolver: RunningProgram;
let port: number;

beforeAll(async () => {
  server = await startSampleServer(['npm', 'start']);
  port = await freePort();
  const content = readComposeFile().configs?.resolver?.content ?? '';
  const file = join(server.environment.MERIDIAN_DATA ?? '', 'unbound.conf');
  await writeFile(file, withReplacements(content, new Map([...server.replacements, ['5301', String(port)], ['0.0.0.0', '127.0.0.1']])));
  resolver = runProgram('unbound', ['-d', '-c', file], { cwd: ROOT });
});
afterAll(async () => {
  await resolver?.stop();
  await server?.[Symbol.asyncDispose]();
});

/** Asks unbound until one of the addresses is answered; it caches, so a change is seen when the TTL is over. */
function untilAnswered(expected: readonly string[]): Promise<true> {
  const ask = async (): Promise<true | undefined> => {
    const addresses = await askForAddresses(port, 'www.example.com', { recursive: true }).catch(() => []);
    return addresses.some(address => expected.includes(address)) ? true : undefined;
  };
  const tell = (): string => `no ${expected.join(' or ')} through unbound\n${resolver.output()}\n${server.program.output()}`;
  return eventually(ask, { withinMs: 45_000, tell });
}

test('the resolver of docker-compose.yml finds Meridian, and follows a failover', async () => {
  await untilAnswered(['127.0.0.10', '127.0.0.11']);
  await using breaking = runProgram('./meridian', ['stand-in', 'break', 'hangzhou'], { cwd: ROOT, environment: server.environment });
  expect(await breaking.ended, breaking.output()).toBe(0);
  await untilAnswered(['127.0.0.20']);
});
