import { expect, onTestFinished, test } from 'vitest';
import { dnsLookup } from '../../src/resolve/dns-lookup.ts';
import { type NameServer, startNameServer } from '../support/name-server.ts';

async function asking() {
  const server = await startNameServer();
  const { lookup, [Symbol.dispose]: end } = dnsLookup([server.at]);
  onTestFinished(async () => {
    end();
    await server[Symbol.asyncDispose]();
  });
  return { server, lookup, end };
}

const tell = ({ names }: NameServer, ttl: number, ...addresses: readonly string[]) => names.set('cdn.example.net', { addresses, ttl });

test('each family is asked for by itself, and comes with its TTL', async () => {
  const { server, lookup } = await asking();
  tell(server, 30, '192.0.2.1', '192.0.2.2', '2001:db8::1');
  expect(await lookup('cdn.example.net.', 'ipv4')).toEqual({ kind: 'found', addresses: ['192.0.2.1', '192.0.2.2'], ttlSeconds: 30 });
  expect(await lookup('cdn.example.net.', 'ipv6')).toEqual({ kind: 'found', addresses: ['2001:db8::1'], ttlSeconds: 30 });
  expect(server.asked).toEqual(['cdn.example.net A', 'cdn.example.net AAAA']);
});

test('an alias is followed as the resolver has followed it', async () => {
  const { server, lookup } = await asking();
  server.names.set('cdn.example.net', { addresses: ['192.0.2.1'], ttl: 20, alias: 'edge.example.org' });
  expect(await lookup('cdn.example.net.', 'ipv4')).toEqual({ kind: 'found', addresses: ['192.0.2.1'], ttlSeconds: 20 });
});

test('nothing is remembered in between: the resolver is asked each time', async () => {
  const { server, lookup } = await asking();
  tell(server, 3600, '192.0.2.1');
  await lookup('cdn.example.net.', 'ipv4');
  tell(server, 3600, '192.0.2.2');
  expect(await lookup('cdn.example.net.', 'ipv4')).toMatchObject({ addresses: ['192.0.2.2'] });
  expect(server.asked).toHaveLength(2);
});

test('a name that is not there, and one without addresses of a family, have none', async () => {
  const { server, lookup } = await asking();
  tell(server, 30, '192.0.2.1');
  expect(await lookup('cdn.example.net.', 'ipv6')).toEqual({ kind: 'none', reason: 'no addresses' });
  expect(await lookup('gone.example.net.', 'ipv4')).toEqual({ kind: 'none', reason: 'no such name' });
});

test.each([
  [2, 'the resolver says SERVFAIL'],
  [5, 'the resolver says REFUSED'],
  [4, 'the resolver says NOTIMP'],
])('RCODE %i tells nothing: %s', async (rcode, reason) => {
  const { server, lookup } = await asking();
  tell(server, 30, '192.0.2.1');
  server.fault = rcode;
  expect(await lookup('cdn.example.net.', 'ipv4')).toEqual({ kind: 'failed', reason });
});

test('a port that nobody listens at is no resolver', async () => {
  const server = await startNameServer();
  await server[Symbol.asyncDispose]();
  using resolver = dnsLookup([server.at]);
  expect(await resolver.lookup('cdn.example.net.', 'ipv4')).toEqual({ kind: 'failed', reason: 'no resolver answers' });
});

test('the next resolver is asked where one fails, and from then on first', async () => {
  const { server } = await asking();
  await using second = await startNameServer();
  server.fault = 2;
  tell(second, 30, '192.0.2.7');
  using resolver = dnsLookup([server.at, second.at]);
  for (let i = 0; i < 3; i++) expect(await resolver.lookup('cdn.example.net.', 'ipv4')).toMatchObject({ addresses: ['192.0.2.7'] });
  expect([server.asked.length, second.asked.length]).toEqual([1, 3]);
});

test('each resolver is asked twice before a look-up fails', async () => {
  const { server } = await asking();
  await using second = await startNameServer();
  server.fault = 5;
  second.fault = 2;
  using resolver = dnsLookup([server.at, second.at]);
  expect(await resolver.lookup('cdn.example.net.', 'ipv4')).toEqual({ kind: 'failed', reason: 'the resolver says SERVFAIL' });
  expect([server.asked.length, second.asked.length]).toEqual([2, 2]);
});

test('the end gives up what is under way', async () => {
  const { server, lookup, end } = await asking();
  server.fault = 'silence';
  const asked = server.nextQuestion();
  const answer = lookup('cdn.example.net.', 'ipv4');
  await asked;
  end();
  expect(await answer).toEqual({ kind: 'failed', reason: 'given up' });
});
