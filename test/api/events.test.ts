import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { eventView, historyList } from '../../src/api/contract.ts';
import { TOKEN } from './serving.ts';
import { readEvents, serveEvents } from './serving-events.ts';

/** The stream has begun: what is noted from now on is for it. */
const isBegun = (_: readonly unknown[], raw: string) => raw.includes('retry:');

test('what changes is streamed as it changes, each with its id, to whoever wants it', async () => {
  const { url, note, clock, streams } = await serveEvents();
  note('before anybody looked');
  const all = readEvents(`${url}/v1/events`);
  const some = readEvents(`${url}/v1/events?zone=EXAMPLE.com&zone=example.net.&kind=verdict&level=warn`);
  await Promise.all([all.until(isBegun), some.until(isBegun)]);
  expect(streams.counts.open).toBe(2);
  const [id] = note(
    { kind: 'verdict', level: 'warn', zone: 'example.com.', target: 'example.com/web/a', message: 'one', data: { was: 'up' } },
    { kind: 'verdict', zone: 'example.com.', message: 'two' },
    { kind: 'verdict', level: 'error', zone: 'example.org.', message: 'three' },
    { kind: 'verdict', level: 'error', message: 'four' },
    { kind: 'verdict', level: 'error', zone: 'example.net.', message: 'five' },
  );
  clock.advance(0);
  const read = await all.until(events => events.length === 5);
  expect([read[0]?.id, read[0]?.event]).toEqual([String(id), 'verdict']);
  expect(eventView.parse(JSON.parse(read[0]!.data))).toEqual({
    id,
    at: '2026-01-01T00:00:00.000Z',
    kind: 'verdict',
    level: 'warn',
    zone: 'example.com',
    target: 'example.com/web/a',
    generation: null,
    author: null,
    message: 'one',
    data: { was: 'up' },
  });
  await some.until(events => events.length === 2);
  expect(some.messages()).toEqual(['one', 'five']);
});

test('a client that comes again misses nothing, whether memory or the store has it, and goes on live', async () => {
  const { url, note, clock } = await serveEvents(50);
  const ids = note(...Array.from({ length: 40 }, (_, i) => `early ${i}`));
  clock.advance(1000);
  note(...Array.from({ length: 40 }, (_, i) => `late ${i}`));
  for (const asked of [
    { query: `?after=${ids[10]}`, headers: {} },
    { query: '?after=0', headers: { 'last-event-id': String(ids[10]) } },
  ]) {
    const client = readEvents(`${url}/v1/events${asked.query}`, asked.headers);
    await client.until(events => events.length >= 69);
    expect(client.messages()[0]).toBe('early 11');
    note('now');
    clock.advance(0);
    await client.until(events => events.some(({ data }) => data.includes('"now"')));
    expect(client.messages().at(-1)).toBe('now');
    expect(new Set(client.read.map(({ id }) => id)).size).toBe(client.read.length);
    client.call.destroy();
  }
});

test('a client is told where history does not reach back as far as it does', async () => {
  const { url, note } = await serveEvents();
  const [first] = note('the oldest that is kept');
  const client = readEvents(`${url}/v1/events?after=${first! - 5}`);
  const [gap] = await client.until(events => events.length >= 2);
  expect([gap?.event, gap?.data]).toEqual(['gap', JSON.stringify({ after: first! - 5 })]);
});

test('a burst is read to a client page by page, and nothing of it is lost', async () => {
  const { url, note, clock } = await serveEvents(5000);
  const client = readEvents(`${url}/v1/events?kind=state`);
  await client.until(isBegun);
  note(...Array.from({ length: 3000 }, (_, i) => `event ${i}`));
  const moving = setInterval(() => clock.advance(0), 1);
  await client.until(events => events.length === 3000);
  clearInterval(moving);
  expect(client.messages()).toEqual(Array.from({ length: 3000 }, (_, i) => `event ${i}`));
});

test('an idle client is shown every 15 s that the server is there, and how far it has come', async () => {
  const { url, log, note, clock } = await serveEvents();
  const client = readEvents(`${url}/v1/events?kind=drill`);
  await client.until(isBegun);
  note('nothing that it wants');
  clock.advance(15_000);
  await client.until((_, raw) => raw.includes(`:\nid: ${log.lastId}\n\n`));
  expect(client.read).toEqual([]);
});

test('a client that does not read is cut off, with no more kept for it than a page', async () => {
  const { app, url, note, clock, streams } = await serveEvents(20_000);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {}).pause();
  const closed = new Promise(resolve => app.server.once('connection', each => each.once('close', resolve)));
  socket.write(`GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`);
  const moving = setInterval(() => {
    if (streams.counts.open === 1) note(...Array.from({ length: 500 }, () => 'x'.repeat(900)));
    clock.advance(2000);
  }, 2);
  await closed;
  clearInterval(moving);
  expect(streams.counts).toEqual({ open: 0, cut: 1 });
  socket.destroy();
});

test('a stream ends with its token, and with the server, which does not wait for it', async () => {
  const { app, url, as, clock, good, streams } = await serveEvents();
  const revoked = readEvents(`${url}/v1/events`, as('viewer'));
  const other = readEvents(`${url}/v1/events`);
  await Promise.all([revoked.until(isBegun), other.until(isBegun)]);
  good.is = false;
  clock.advance(15_000);
  await revoked.ended;
  expect(revoked.read).toMatchObject([{ event: 'end', data: '{"reason":"the token is not good any more"}' }]);
  await app.close();
  await other.ended;
  expect(other.read).toMatchObject([{ event: 'end', data: '{"reason":"the server ends"}' }]);
  expect(streams.counts.open).toBe(0);
});

test.each([
  ['events', 'kind=foo', 'kind'],
  ['events', 'zone=a..b', 'zone'],
  ['events', 'after=-1', 'after'],
  ['events', 'level=loud', 'level'],
  ['events', 'what=1', 'what'],
  ['history', 'from=yesterday', 'from'],
  ['history', 'limit=0', 'limit'],
  ['history', 'cursor=x', 'cursor'],
  ['history', 'text=', 'text'],
])('GET /v1/%s?%s is refused', async (path, query, field) => {
  const { call } = await serveEvents();
  const { status, json } = await call('GET', `/v1/${path}?${query}`);
  expect([status, (json as { errors: { field: string }[] }).errors.map(each => each.field)]).toEqual([400, [field]]);
});

test('a stream wants a token, and an id that is one', async () => {
  const { call, url } = await serveEvents();
  expect((await fetch(`${url}/v1/events`)).status).toBe(401);
  expect((await call('GET', '/v1/events', undefined, { 'last-event-id': 'x' })).status).toBe(400);
});

test('GET /v1/history pages from the newest on, as filters ask', async () => {
  const { call, note, clock } = await serveEvents();
  note(
    ...Array.from(
      { length: 7 },
      (_, i) => ({ kind: 'intent', target: 'example.com/web/a', author: 'ci (tok_abcdefgh)', message: `${i}` }) as const,
    ),
  );
  clock.advance(60_000);
  note({ target: 'example.com/web-b', message: 'a MOVE' });
  const read = async (query: string) => historyList.parse((await call('GET', `/v1/history?${query}`)).json);
  const pages: string[][] = [];
  for (let next: string | null = ''; next !== null; ) {
    const page: Awaited<ReturnType<typeof read>> = await read(`limit=3&cursor=${next}`.replace(/&cursor=$/, ''));
    pages.push(page.events.map(({ message }) => message));
    next = page.next;
  }
  expect(pages).toEqual([
    ['a MOVE', '6', '5'],
    ['4', '3', '2'],
    ['1', '0'],
  ]);
  const count = async (query: string) => (await read(query)).events.length;
  expect(
    await Promise.all(['target=example.com/web', 'author=TOK_abc', 'text=move', 'kind=state&kind=intent', 'zone=example.com'].map(count)),
  ).toEqual([7, 7, 1, 8, 0]);
  expect(await count('from=2026-01-01T00:00:30Z')).toBe(1);
  expect(await count('until=2026-01-01T00:00:30Z')).toBe(7);
});

test('the stream is in the OpenAPI document', async () => {
  const { call } = await serveEvents();
  const { paths } = (await call('GET', '/v1/openapi.json')).json as {
    paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
  };
  expect(Object.keys(paths['/v1/events']!.get.responses['200']!.content)).toEqual(['text/event-stream']);
  expect(paths).toHaveProperty('/v1/history');
});
