import { expect, test } from 'vitest';
import type { CloudRecord, PlanStep } from '../../../src/model/cloud.ts';
import { EDITIONS } from '../../support/alidns/domain-state.ts';
import { alidnsScene, MARK, wanted, ZONE } from './alidns-scene.ts';

test('capabilities are read from the domain', async () => {
  await using scene = await alidnsScene();
  scene.standIn.domains.get('example.com')!.edition = EDITIONS.standard;
  const { views, ...others } = await scene.provider.capabilities(ZONE, scene.signal);
  expect(others).toEqual({
    weights: { min: 1, max: 100, maxRecords: 90, wildcards: false },
    ttl: { min: 60, max: 86_400 },
    status: true,
    atomic: 'record',
  });
  expect(views).toEqual(
    expect.arrayContaining(['default', 'country:CN', 'country:JP', 'continent:EU', 'subdivision:CN-ZJ', 'line:telecom']),
  );
  expect(await scene.provider.servers(ZONE, scene.signal)).toEqual([
    { host: 'ns1.alidns.com', port: 53 },
    { host: 'ns2.alidns.com', port: 53 },
  ]);
});

test('records are read in the words of the model, those of others too', async () => {
  await using scene = await alidnsScene();
  scene.standIn.put({ rr: '@', value: 'cdn.example.net', type: 'CNAME', remark: MARK, line: 'internal', locked: true });
  scene.standIn.put({ rr: 'WWW', value: '192.0.2.1', weight: 30, remark: 'somebody', status: 'DISABLE', line: 'telecom' });
  expect(await scene.read()).toMatchObject([
    { owner: 'www.example.com.', weight: 30, enabled: false, owned: false, view: 'line:telecom' },
    { owner: ZONE, type: 'CNAME', data: 'cdn.example.net.', view: 'country:CN', owned: true, locked: true, weight: undefined, ttl: 600 },
  ]);
});

test('all pages are read, and of few names those alone', async () => {
  await using scene = await alidnsScene();
  for (let i = 0; i < 1203; i++) scene.standIn.put({ rr: `r${i}`, value: '192.0.2.1' });
  expect(await scene.read()).toHaveLength(1203);
  expect(scene.standIn.log.of('DescribeDomainRecords')).toHaveLength(3);
  const few = await scene.provider.read(ZONE, ['r1.example.com.', 'none.example.com.'], scene.signal);
  expect(few.map(({ owner }) => owner)).toEqual(['r1.example.com.']);
  expect(scene.standIn.log.of('DescribeDomainRecords')).toHaveLength(5);
});

test('a weighted set is added, weighted, and steered', async () => {
  await using scene = await alidnsScene();
  const [one, two] = [wanted({ weight: 40 }), wanted({ data: '192.0.2.2', weight: 60 })];
  const add = (record: typeof one): PlanStep => ({ kind: 'add', record });
  await scene.provider.apply(ZONE, [add(one), add(two)], scene.signal, []);
  await scene.provider.apply(ZONE, [{ kind: 'weighting', owner: one.owner, type: 'A', view: 'default', on: true }], scene.signal, []);
  const records = await scene.read();
  const weigh = records.map((from): PlanStep => ({ kind: 'weight', id: from.id, from, weight: from.data === one.data ? 40 : 60 }));
  await scene.provider.apply(ZONE, weigh, scene.signal, []);
  expect(byData(await scene.read())).toMatchObject({ '192.0.2.1': { weight: 40, owned: true }, '192.0.2.2': { weight: 60, owned: true } });
  const [from] = (await scene.read()).filter(({ data }) => data === one.data);
  await scene.provider.apply(ZONE, [{ kind: 'disable', id: from!.id, from: from! }], scene.signal, []);
  expect(byData(await scene.read())).toMatchObject({ '192.0.2.1': { enabled: false }, '192.0.2.2': { enabled: true } });
  await scene.provider.apply(ZONE, [{ kind: 'enable', id: from!.id, from: from! }], scene.signal, []);
  await scene.provider.apply(ZONE, [{ kind: 'update', id: from!.id, from: from!, to: { ...one, ttl: 120 } }], scene.signal, []);
  await scene.provider.apply(
    ZONE,
    [{ kind: 'remove', id: records.find(({ data }) => data === two.data)!.id, from: from! }],
    scene.signal,
    [],
  );
  expect(await scene.read()).toMatchObject([{ data: '192.0.2.1', ttl: 120, enabled: true }]);
});

function byData(records: readonly CloudRecord[]): Record<string, CloudRecord> {
  return Object.fromEntries(records.map(record => [record.data, record]));
}

test('the weighting of the apex is that of @.example.com', async () => {
  await using scene = await alidnsScene();
  await scene.provider.apply(ZONE, [{ kind: 'add', record: wanted({ owner: ZONE }) }], scene.signal, []);
  await scene.provider.apply(ZONE, [{ kind: 'weighting', owner: ZONE, type: 'A', view: 'default', on: true }], scene.signal, []);
  expect(await scene.read()).toMatchObject([{ owner: ZONE, weight: 1 }]);
});

test('a view without a line is a matter of what the edition can do', async () => {
  await using scene = await alidnsScene();
  const step: PlanStep = { kind: 'add', record: wanted({ view: 'country:FR' }) };
  await expect(scene.provider.apply(ZONE, [step], scene.signal, [])).rejects.toMatchObject({ kind: 'capability', code: 'UnsupportedLine' });
});

test('each class of error is told by its kind', async () => {
  await using scene = await alidnsScene();
  const add = () => scene.provider.apply(ZONE, [{ kind: 'add', record: wanted() }], scene.signal, []);
  await scene.read();
  for (const [code, kind, status] of [
    ['Throttling.User', 'retry', 400],
    ['SomethingNew', 'retry', 503],
    ['SomethingNew', 'stop', 400],
    ['DomainRecordConflict', 'reread', 400],
    ['QuotaExceeded.Record', 'capability', 400],
    ['DomainRecordLocked', 'stop', 400],
  ] as const) {
    scene.standIn.faults.plan('AddDomainRecord', { kind: 'error', code, status });
    await expect(add()).rejects.toMatchObject({ name: 'CloudError', code, kind });
  }
  scene.standIn.faults.plan('AddDomainRecord', { kind: 'garbage' });
  await expect(add()).rejects.toMatchObject({ kind: 'retry' });
  scene.standIn.down = true;
  await expect(scene.read()).rejects.toMatchObject({ kind: 'retry', code: 'ECONNRESET' });
});
