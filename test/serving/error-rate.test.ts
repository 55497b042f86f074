import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askErrorRate } from '../../src/serving/error-rate.ts';

async function webhook(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/rate`;
}

const NEVER = new AbortController().signal;
const ask = (url: string) => askErrorRate(url, NEVER);
const telling = (body: string, status = 200, headers = {}) => webhook((_, response) => response.writeHead(status, headers).end(body));

test.each([0, 0.012, 1])('a rate of %d', async rate => {
  expect(await ask(await telling(JSON.stringify({ error_rate: rate, more: 'is ignored' })))).toBe(rate);
});

test.each([
  ['{"error_rate":1.5}', 'what it answers has no error_rate from 0 to 1'],
  ['{"error_rate":"0.1"}', 'what it answers has no error_rate from 0 to 1'],
  ['{"error_rate":null}', 'what it answers has no error_rate from 0 to 1'],
  ['[]', 'what it answers has no error_rate from 0 to 1'],
  ['0.1', 'what it answers has no error_rate from 0 to 1'],
  ['<html>', 'what it answers is not JSON'],
  ['', 'what it answers is not JSON'],
  [`"${'x'.repeat(70_000)}"`, 'more than 64 KiB'],
])('%.20s is none', async (body, message) => {
  await expect(ask(await telling(body))).rejects.toThrow(message);
});

test('an error, a redirect, nobody there: no rate', async () => {
  await expect(ask(await telling('{"error_rate":0}', 503))).rejects.toThrow('status 503');
  const elsewhere = await telling('{"error_rate":0}');
  await expect(ask(await telling('', 302, { location: elsewhere }))).rejects.toThrow(/redirect/);
  await expect(ask('http://127.0.0.1:1/')).rejects.toThrow(/ECONNREFUSED|bad port/);
});

test('it ends with the process, whatever the other side does', async () => {
  const ending = new AbortController();
  const asked = askErrorRate(await webhook(() => ending.abort()), ending.signal);
  await expect(asked).rejects.toThrow();
});
