import { test } from 'vitest';
import type { PoolAnswer } from '../../src/api/contract.ts';
import { formatSocketAddress } from '../../src/lib/socket-address.ts';
import { type LogLine, type Meridian, startMeridian } from '../support/meridian.ts';
import { type NameServer, startNameServer } from '../support/name-server.ts';
import { pollAnswers } from '../support/poll-answers.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const HOST = 'cdn.example.net';
const [FIRST, SECOND, OTHER, IPV6] = ['192.0.2.1', '192.0.2.2', '192.0.2.77', '2001:db8::1'];

/** Pool `cdn` of one host, and with `more` another endpoint; `www` and the apex are answered by it. */
const zone = (more = '') => `
sites: { hangzhou: { country: CN } }
pools:
  cdn: { site: hangzhou, flatten: true, select: all, endpoints: { a: ${HOST}${more} } }
records:
  www: { ttl: 5s, steer: cdn }
  "@": { ttl: 5s, steer: cdn }
`;

interface Flattening extends AsyncDisposable {
  readonly resolver: NameServer;
  readonly directory: ZonesDirectory;
  readonly flags: readonly string[];
  readonly meridian: Meridian;
}

/** Meridian with a resolver that knows the host, with the shortest TTL that counts; `prepare` is run before Meridian starts. */
async function flattening(prepare: (resolver: NameServer) => void = () => {}): Promise<Flattening> {
  const stack = new AsyncDisposableStack();
  try {
    const resolver = stack.use(await startNameServer());
    resolver.names.set(HOST, { addresses: [FIRST], ttl: 5 });
    prepare(resolver);
    const directory = stack.use(await zonesDirectory({ 'example.com.yaml': zone() }));
    const flags = ['--resolver', formatSocketAddress(resolver.at)];
    const meridian = stack.use(await startMeridian({ ...directory, flags }));
    return { resolver, directory, flags, meridian, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function addressesOf(meridian: Meridian, name = 'www.example.com', type = 'A'): Promise<readonly string[]> {
  return (await meridian.query(name, { type })).addresses.toSorted();
}

const isFailing = ({ host, reason }: LogLine): boolean => host === HOST && reason !== undefined;

test.concurrent('the first answer has the addresses of the host, at the apex too, and none of an alias', async ({ expect }) => {
  await using all = await flattening(({ names }) => names.set(HOST, { addresses: [SECOND, FIRST, IPV6], ttl: 300 }));
  for (const name of ['www.example.com', 'example.com']) {
    expect(await addressesOf(all.meridian, name)).toEqual([FIRST, SECOND]);
    expect(await addressesOf(all.meridian, name, 'AAAA')).toEqual([IPV6]);
    expect((await all.meridian.query(name, { type: 'CNAME' })).packet.answers).toEqual([]);
  }
  expect(all.resolver.asked.toSorted()).toEqual([`${HOST} A`, `${HOST} AAAA`]);
});

test.concurrent('what the resolver tells newly is answered when the TTL of the old is over', async ({ expect }) => {
  await using all = await flattening();
  expect(await addressesOf(all.meridian)).toEqual([FIRST]);
  const sinceMs = performance.now();
  all.resolver.names.set(HOST, { addresses: [SECOND, IPV6], ttl: 300 });
  await pollAnswers({ ask: () => all.meridian.query('www.example.com'), fits: ({ addresses }) => addresses[0] === SECOND, sinceMs });
  expect(await addressesOf(all.meridian, 'example.com', 'AAAA')).toEqual([IPV6]);
  const { msg } = await all.meridian.logLine(({ endpoint }) => endpoint === 'example.com./cdn/a');
  expect(msg).toBe(`example.com/cdn/a: addresses ${FIRST} → ${SECOND}, ${IPV6}`);
});

test.concurrent('while the resolver is silent the last known addresses are answered, and after a restart they still are', async ({
  expect,
}) => {
  await using all = await flattening();
  expect(await addressesOf(all.meridian)).toEqual([FIRST]);
  all.resolver.fault = 'silence';
  expect((await all.meridian.logLine(isFailing)).msg).toBe(
    `${HOST} cannot be looked up (timeout); answers keep what was found last: ${FIRST}`,
  );
  expect(await addressesOf(all.meridian)).toEqual([FIRST]);
  const { body } = await all.meridian.api<PoolAnswer>('GET', '/v1/zones/example.com/pools/cdn');
  expect(body.endpoints[0]?.resolution).toMatchObject({ addresses: [FIRST], failing: { reason: 'timeout' } });

  await all.meridian.end('SIGKILL');
  await using restarted = await startMeridian({ ...all.directory, flags: all.flags });
  expect(await addressesOf(restarted)).toEqual([FIRST]);

  all.resolver.names.set(HOST, { addresses: [SECOND], ttl: 300 });
  all.resolver.fault = undefined;
  const sinceMs = performance.now();
  await pollAnswers({ ask: () => restarted.query('www.example.com'), fits: ({ addresses }) => addresses[0] === SECOND, sinceMs });
});

test.concurrent('a host that is gone keeps its addresses, and the log says so loudly', async ({ expect }) => {
  await using all = await flattening();
  all.resolver.names.delete(HOST);
  expect(await all.meridian.logLine(isFailing)).toMatchObject({
    level: 50,
    msg: `${HOST} has no addresses (no such name); answers keep what was found last: ${FIRST}`,
  });
  expect(await addressesOf(all.meridian)).toEqual([FIRST]);
});

test.concurrent('a silent resolver holds up the first start for a moment only; what it tells later is answered', async ({ expect }) => {
  await using all = await flattening(resolver => {
    resolver.fault = 'silence';
  });
  expect(await addressesOf(all.meridian, 'static.example.com')).toEqual(['192.0.2.80']);
  expect(await addressesOf(all.meridian)).toEqual([]);
  all.resolver.fault = undefined;
  const sinceMs = performance.now();
  await pollAnswers({ ask: () => all.meridian.query('www.example.com'), fits: ({ addresses }) => addresses[0] === FIRST, sinceMs });
});

test.concurrent('hosts that come with a reload are answered from the first moment; those that go are forgotten', async ({ expect }) => {
  await using all = await flattening(({ names }) => names.set('other.example.net', { addresses: [OTHER], ttl: 300 }));
  await all.directory.write({ 'example.com.yaml': zone(', b: other.example.net') });
  expect((await all.meridian.command('reload')).status).toBe(0);
  expect(await addressesOf(all.meridian)).toEqual([FIRST, OTHER]);
  expect((await all.meridian.command('status')).stdout).toContain(`other.example.net → ${OTHER}`);
  await all.directory.write({ 'example.com.yaml': zone() });
  expect((await all.meridian.command('reload')).status).toBe(0);
  expect(await addressesOf(all.meridian)).toEqual([FIRST]);
});
