import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApplyParts, applyPlan } from '../../src/cloud/apply.ts';
import { askWitness } from '../../src/cloud/ask-witness.ts';
import type { TsigKey } from '../../src/cloud/dns/tsig.ts';
import { Pace } from '../../src/cloud/pace.ts';
import { makePlan } from '../../src/cloud/plan/make-plan.ts';
import { stepOwner } from '../../src/cloud/plan/step-owner.ts';
import { CloudError, type Provider } from '../../src/cloud/provider.ts';
import { createRfc2136, type Rfc2136Options } from '../../src/cloud/providers/rfc2136.ts';
import { expectationsOf } from '../../src/cloud/shown.ts';
import { verify } from '../../src/cloud/verify.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { CloudType, Desired, DesiredSet, WantedRecord } from '../../src/model/cloud.ts';
import { startUpdateServer, UPDATE_SERVERS, type UpdateServer } from '../support/update-server.ts';

const ZONE = `$ORIGIN example.com.
$TTL 300
@ SOA ns1 hostmaster 1 3600 600 604800 60
@ NS ns1
@ NS ns2.example.net.
ns1 A 192.0.2.53
hand A 192.0.2.77
*.wild A 192.0.2.88
mailed MX 10 ns1
`;

const secret = Buffer.from('a secret of a test that is longer than thirty-two octets');
const KEYS: readonly TsigKey[] = [
  { name: 'meridian.', algorithm: 'hmac-sha256', secret },
  { name: 'meridian.', algorithm: 'hmac-sha512', secret },
];
const KEY = KEYS[0]!;

const signal = AbortSignal.timeout(100_000);

function set(label: string, type: CloudType, data: readonly string[], ttl = 30): DesiredSet {
  const values = data.map(each => ({ data: each, share: 1 / data.length, enabled: true }));
  const owner = label === '@' ? 'example.com.' : `${label}.example.com.`;
  return { zone: 'example.com.', owner, label, type, ttl, views: [{ view: 'default', values }], losses: [] };
}

/** Reads and plans. */
async function planned(provider: Provider, ...sets: readonly DesiredSet[]) {
  const desired: Desired = { zone: 'example.com.', generation: 1, sets };
  const owners = [...new Set(sets.map(({ owner }) => owner))];
  const current = await provider.read('example.com.', owners, signal);
  const plan = makePlan({ desired, capabilities: await provider.capabilities('example.com.', signal), current, policy: 'degrade' });
  return { plan, current };
}

/** Reads, plans and applies; gives the plan. */
async function publish(provider: Provider, ...sets: readonly DesiredSet[]) {
  const { plan, current } = await planned(provider, ...sets);
  for (const steps of Map.groupBy(plan.steps, stepOwner).values()) await provider.apply('example.com.', steps, signal, current);
  return plan;
}

async function dataAt(provider: Provider, label: string): Promise<string[]> {
  const records = await provider.read('example.com.', [`${label}.example.com.`], signal);
  return records.map(({ type, data, ttl, owned }) => `${type} ${data} ${ttl}${owned ? '' : ' of others'}`).sort();
}

async function failureOf(work: Promise<unknown>): Promise<Pick<CloudError, 'kind' | 'code' | 'message'>> {
  const error = await work.then(
    () => {
      throw new Error('it went well');
    },
    (reason: CloudError) => reason,
  );
  return { kind: error.kind, code: error.code, message: error.message };
}

describe.each(Object.keys(UPDATE_SERVERS) as (keyof typeof UPDATE_SERVERS)[])('%s', kind => {
  describe.each(KEYS)('$algorithm', key => {
    let folder: string;
    let server: UpdateServer;
    const provider = (more: Partial<Rfc2136Options> = {}): Provider =>
      createRfc2136({ primary: server.at, key, mark: 'test', clock: systemClock, random: seededRandom(1), ...more });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'meridian-update-'));
      server = await startUpdateServer(kind, { folder, key, zone: ZONE });
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });

    test('a set is added, changed and changed in type, each in one message, and planned again there is nothing to do', async () => {
      const before = await provider().serial?.('example.com.', signal);
      await publish(provider(), set('www', 'A', ['192.0.2.1', '192.0.2.2']), set('www', 'AAAA', ['2001:db8::1']));
      expect(await dataAt(provider(), 'www')).toEqual(['A 192.0.2.1 30', 'A 192.0.2.2 30', 'AAAA 2001:db8::1 30']);
      expect((await publish(provider(), set('www', 'A', ['192.0.2.2', '192.0.2.1']), set('www', 'AAAA', ['2001:db8::1']))).steps).toEqual(
        [],
      );
      await publish(provider(), set('www', 'A', ['192.0.2.3'], 10));
      expect(await dataAt(provider(), 'www')).toEqual(['A 192.0.2.3 10']);
      await publish(provider(), set('www', 'CNAME', ['cdn.example.net.']));
      expect(await dataAt(provider(), 'www')).toEqual(['CNAME cdn.example.net. 30']);
      await publish(provider(), set('www', 'CNAME', ['other.example.net.']));
      expect(await dataAt(provider(), 'www')).toEqual(['CNAME other.example.net. 30']);
      await publish(provider(), set('www', 'A', ['192.0.2.4', '192.0.2.5']));
      expect(await dataAt(provider(), 'www')).toEqual(['A 192.0.2.4 30', 'A 192.0.2.5 30']);
      expect(await provider().serial?.('example.com.', signal)).toBe(before! + 5);
    });

    test('a name below a wildcard is its own, and a wildcard and the apex can be had', async () => {
      const sets = [set('a.wild', 'A', ['192.0.2.9']), set('*.star', 'A', ['192.0.2.10']), set('@', 'A', ['192.0.2.11'])];
      expect(await dataAt(provider(), 'a.wild')).toEqual([]);
      expect((await publish(provider(), ...sets)).refused).toEqual([]);
      expect((await publish(provider(), ...sets)).steps).toEqual([]);
      expect(await dataAt(provider(), 'a.wild')).toEqual(['A 192.0.2.9 30']);
    });

    test('the whole zone is read by a transfer, marks left out', async () => {
      await publish(provider(), set('whole', 'A', ['192.0.2.12']));
      const records = await provider().read('example.com.', 'all', signal);
      expect(records.find(({ owner }) => owner === 'whole.example.com.')).toMatchObject({ data: '192.0.2.12', owned: true });
      expect(records.find(({ owner }) => owner === 'hand.example.com.')).toMatchObject({ data: '192.0.2.77', owned: false });
      expect(records.filter(({ owner }) => owner.startsWith('_meridian.'))).toEqual([]);
    });

    test('records of others, and of another Meridian, are in the way and stay', async () => {
      await publish(provider({ mark: 'other' }), set('theirs', 'A', ['192.0.2.13']));
      const plan = await publish(provider(), set('hand', 'A', ['192.0.2.1']), set('theirs', 'A', ['192.0.2.1']));
      expect([plan.steps, plan.refused.length]).toEqual([[], 2]);
      expect(await dataAt(provider(), 'hand')).toEqual(['A 192.0.2.77 300 of others']);
    });

    test('a CNAME record does not come where others have anything, and addresses do', async () => {
      const cname = await publish(provider(), set('mailed', 'CNAME', ['cdn.example.net.']));
      expect([cname.steps, cname.refused[0]?.reason]).toEqual([[], expect.stringContaining('MX')]);
      const addresses = await publish(provider(), set('mailed', 'A', ['192.0.2.30']));
      expect([addresses.steps.length, addresses.refused]).toEqual([1, []]);
    });

    test('a hand that changed the records in between is found out by the server', async () => {
      await publish(provider(), set('race', 'A', ['192.0.2.1']));
      const before = await provider().read('example.com.', ['race.example.com.'], signal);
      await publish(provider(), set('race', 'A', ['192.0.2.2']));
      const step = { kind: 'remove', id: before[0]!.id, from: before[0]! } as const;
      const failure = await failureOf(provider().apply('example.com.', [step], signal, before));
      expect(failure).toMatchObject({ kind: 'reread', code: 'NXRRSET' });
      expect(await dataAt(provider(), 'race')).toEqual(['A 192.0.2.2 30']);
    });

    test('a wrong secret and an unknown key stop, with no secret in what is said', async () => {
      const wrong = { ...key, secret: Buffer.from('something else of the same length, or nearly') };
      const failure = await failureOf(publish(provider({ key: wrong }), set('www', 'A', ['192.0.2.1'])));
      expect(failure).toMatchObject({ kind: 'stop', code: 'BADSIG' });
      expect(failure.message).not.toContain(Buffer.from(wrong.secret).toString('base64'));
      const unknown = await failureOf(publish(provider({ key: { ...key, name: 'nobody.' } }), set('www', 'A', ['192.0.2.1'])));
      expect(unknown).toMatchObject({ kind: 'stop', code: 'BADKEY' });
      expect(await failureOf(publish(provider({ key: undefined }), set('www', 'A', ['192.0.2.1'])))).toMatchObject({ kind: 'stop' });
    });

    test.each([-600, 900])('a clock %i s off is told of in a sentence', async seconds => {
      const clock: Clock = { ...systemClock, now: () => Date.now() + 1000 * seconds };
      const failure = await failureOf(publish(provider({ clock }), set('www', 'A', ['192.0.2.1'])));
      expect(failure).toMatchObject({ kind: 'stop', code: 'BADTIME' });
      const off = seconds < 0 ? /(599|600|601) s behind it/ : /(899|900|901) s ahead of it/;
      expect(failure.message).toMatch(off);
    });

    test('a zone of others is refused', async () => {
      const failure = await failureOf(provider().serial!('example.org.', signal));
      expect(failure.kind).toBe('stop');
    });

    test('its name servers are those of the zone', async () => {
      const servers = await provider().servers('example.com.', signal);
      expect(servers.map(({ host }) => host).sort()).toEqual(['ns1.example.com', 'ns2.example.net']);
    });

    test('a server that is away is tried again later; back, it has what it had', async () => {
      await publish(provider(), set('kept', 'A', ['192.0.2.20']));
      await server.stop();
      expect(await failureOf(publish(provider(), set('kept', 'A', ['192.0.2.21'])))).toMatchObject({ kind: 'retry', code: 'NoAnswer' });
      await server.start();
      expect(await dataAt(provider(), 'kept')).toEqual(['A 192.0.2.20 30']);
      await publish(provider(), set('kept', 'A', ['192.0.2.21']));
      expect(await dataAt(provider(), 'kept')).toEqual(['A 192.0.2.21 30']);
    });
  });

  test('a zone of many messages is transferred whole, and so are its signatures', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-update-'));
    const many = Array.from({ length: 8000 }, (_, i) => `many${i} TXT "${'x'.repeat(60)}"`).join('\n');
    await using server = await startUpdateServer(kind, { folder, key: KEY, zone: `${ZONE}${many}\n` });
    const provider = createRfc2136({ primary: server.at, key: KEY, mark: 'test', clock: systemClock, random: seededRandom(1) });
    const records = await provider.read('example.com.', 'all', signal);
    expect(records.filter(({ type }) => type === 'TXT').length).toBe(8000);
    await rm(folder, { recursive: true });
  });

  test('two writers at once: the later is told to read again, and then both are content', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-update-'));
    await using server = await startUpdateServer(kind, { folder, key: KEY, zone: ZONE });
    const provider = createRfc2136({ primary: server.at, key: KEY, mark: 'test', clock: systemClock, random: seededRandom(1) });
    const writers = await Promise.all(['192.0.2.1', '192.0.2.2'].map(data => planned(provider, set('both', 'A', [data]))));
    const writes = await Promise.allSettled(
      writers.map(({ plan, current }) => provider.apply('example.com.', plan.steps, signal, current)),
    );
    const failed = writes.flatMap(write => (write.status === 'rejected' ? [write.reason] : []));
    expect(failed).toEqual([expect.objectContaining({ kind: 'reread' })]);
    await publish(provider, set('both', 'A', ['192.0.2.2']));
    expect(await dataAt(provider, 'both')).toEqual(['A 192.0.2.2 30']);
    await rm(folder, { recursive: true });
  });

  test('an answer that is lost after the change is made does not make it twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-update-'));
    await using server = await startUpdateServer(kind, { folder, key: KEY, zone: ZONE });
    const provider = createRfc2136({ primary: server.at, key: KEY, mark: 'test', clock: systemClock, random: seededRandom(1) });
    const { plan, current } = await planned(provider, set('lost', 'A', ['192.0.2.1']));
    const before = await provider.serial!('example.com.', signal);
    let attempts = 0;
    const losing: Provider = {
      name: provider.name,
      capabilities: (zone, ending) => provider.capabilities(zone, ending),
      read: (zone, owners, ending) => provider.read(zone, owners, ending),
      servers: (zone, ending) => provider.servers(zone, ending),
      async apply(...change) {
        await provider.apply(...change);
        if (++attempts === 1) throw new CloudError('the answer is lost', { kind: 'retry', code: 'NoAnswer' });
      },
    };
    const pace = new Pace({ clock: systemClock, perSecond: 50, burst: 10 });
    const parts: ApplyParts = {
      provider: losing,
      atomic: 'name',
      clock: systemClock,
      random: seededRandom(1),
      pace,
      isCurrent: () => true,
    };
    expect(await applyPlan(plan, current, parts, signal)).toEqual({ end: 'done', done: 1, troubles: [] });
    expect([attempts, await provider.serial!('example.com.', signal)]).toEqual([1, before! + 1]);
    await rm(folder, { recursive: true });
  });

  test('what was applied is seen at the server, by its serial and by what it answers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-update-'));
    await using server = await startUpdateServer(kind, { folder, key: KEY, zone: ZONE });
    const servers = [{ host: server.at.address, port: server.at.port }];
    const provider = createRfc2136({
      primary: server.at,
      key: undefined,
      mark: 'test',
      servers,
      clock: systemClock,
      random: seededRandom(1),
    });
    const writer = createRfc2136({ primary: server.at, key: KEY, mark: 'test', clock: systemClock, random: seededRandom(1) });
    await publish(writer, set('seen', 'A', ['192.0.2.1', '192.0.2.2']), set('*.seen', 'CNAME', ['cdn.example.net.']));
    const serial = await writer.serial!('example.com.', signal);
    const records = await writer.read('example.com.', ['seen.example.com.', '*.seen.example.com.'], signal);
    const expected = [
      { kind: 'serial' as const, zone: 'example.com.', serial: serial! },
      ...expectationsOf(records as readonly WantedRecord[]),
    ];
    const ask = askWitness({ clock: systemClock, random: seededRandom(1), timeoutMs: 5000, resolve: async host => host });
    const witnesses = (await provider.servers('example.com.', signal)).map(each => ({ server: each, role: 'authoritative' as const }));
    const seen = await verify(witnesses, expected, { ask, clock: systemClock, timeoutMs: 10_000, everyMs: 50 }, signal);
    expect(seen.map(({ shown, missing }) => [shown, missing])).toEqual([[true, undefined]]);
    expect(expected.length).toBe(3);
    await rm(folder, { recursive: true });
  });

  test('where no transfer is allowed, names are asked for one by one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-update-'));
    await using server = await startUpdateServer(kind, { folder, key: KEY, zone: ZONE, transfer: false });
    const provider = createRfc2136({ primary: server.at, key: KEY, mark: 'test', clock: systemClock, random: seededRandom(1) });
    const sets = Array.from({ length: 60 }, (_, i) => set(`n${i}`, 'A', [`192.0.2.${i}`]));
    await publish(provider, ...sets);
    expect((await publish(provider, ...sets)).steps).toEqual([]);
    expect(await failureOf(provider.read('example.com.', 'all', signal))).toMatchObject({ kind: 'stop', code: 'TransferRefused' });
    await rm(folder, { recursive: true });
  });
});
