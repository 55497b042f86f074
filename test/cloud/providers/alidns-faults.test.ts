import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { Credentials } from '../../../src/cloud/credentials/credentials.ts';
import { CloudError } from '../../../src/cloud/provider.ts';
import { additionsInMemory } from '../../../src/cloud/providers/alidns/additions.ts';
import type { PlanStep } from '../../../src/model/cloud.ts';
import { STAND_IN_KEY } from '../../support/alidns/stand-in.ts';
import { alidnsScene, MARK, wanted, ZONE } from './alidns-scene.ts';

const ADD: PlanStep = { kind: 'add', record: wanted() };

test.each(['lost', 'partial'] as const)(
  'an addition of which the answer is %s is known as ours, and marked when it is read',
  async kind => {
    await using scene = await alidnsScene();
    scene.standIn.faults.plan('AddDomainRecord', { kind });
    await expect(scene.provider.apply(ZONE, [ADD], scene.signal, [])).rejects.toMatchObject({ kind: 'retry' });
    expect(await scene.read()).toMatchObject([{ data: '192.0.2.1', owned: true }]);
    expect(await scene.another().read(ZONE, 'all', scene.signal)).toMatchObject([{ owned: true }]);
  },
);

test('an addition that was done twice on the way is known as ours', async () => {
  await using scene = await alidnsScene();
  scene.standIn.faults.plan('AddDomainRecord', { kind: 'lost' });
  await expect(scene.provider.apply(ZONE, [ADD], scene.signal, [])).rejects.toMatchObject({ kind: 'retry' });
  await expect(scene.provider.apply(ZONE, [ADD], scene.signal, [])).rejects.toMatchObject({
    code: 'DomainRecordDuplicate',
    kind: 'reread',
  });
  expect(await scene.read()).toMatchObject([{ owned: true }]);
});

test('where the mark fails, trying again marks what was added', async () => {
  await using scene = await alidnsScene();
  scene.standIn.faults.plan('UpdateDomainRecordRemark', { kind: 'error', code: 'ServiceUnavailable', status: 503 });
  await expect(scene.provider.apply(ZONE, [ADD], scene.signal, [])).rejects.toMatchObject({ kind: 'retry' });
  await scene.provider.apply(ZONE, [ADD], scene.signal, []);
  expect(scene.standIn.log.of('AddDomainRecord')).toHaveLength(1);
  expect([...scene.standIn.domains.get('example.com')!.records.values()]).toMatchObject([{ remark: MARK }]);
});

test('a process that ended between addition and mark knows its record by what was noted', async () => {
  const additions = additionsInMemory();
  await using scene = await alidnsScene({ additions });
  scene.standIn.put({ rr: 'api', value: '192.0.2.1' });
  scene.standIn.faults.plan('UpdateDomainRecordRemark', { kind: 'error', code: 'InternalError', status: 500 });
  await expect(scene.provider.apply(ZONE, [ADD], scene.signal, [])).rejects.toMatchObject({ kind: 'retry' });
  const owned = async () => (await scene.another().read(ZONE, 'all', scene.signal)).map(record => [record.owner, record.owned]);
  expect(await owned()).toEqual([
    ['www.example.com.', true],
    ['api.example.com.', false],
  ]);
  expect([...scene.standIn.domains.get('example.com')!.records.values()].map(({ remark }) => remark)).toEqual([undefined, MARK]);
});

test("another's record that says the same stays another's", async () => {
  await using scene = await alidnsScene();
  scene.standIn.put({ rr: 'www', value: '192.0.2.1' });
  await expect(scene.provider.apply(ZONE, [ADD], scene.signal, [])).rejects.toMatchObject({ kind: 'reread' });
  expect(await scene.read()).toMatchObject([{ owned: false }]);
});

test('a clock that is an hour wrong is made good by the time of the service', async () => {
  await using scene = await alidnsScene();
  scene.standIn.aheadMs = 3_600_000;
  await scene.provider.apply(ZONE, [ADD], scene.signal, []);
  expect(await scene.read()).toMatchObject([{ owned: true }]);
  expect(scene.standIn.log.calls.filter(({ code }) => code !== undefined).map(({ code }) => code)).not.toContain('SignatureDoesNotMatch');
});

test('credentials that have run out are fetched anew; where there are none that are good, everything stops', async () => {
  let current: Credentials = { ...STAND_IN_KEY, securityToken: 'old' };
  let drops = 0;
  const credentials = { get: async () => current, drop: () => void drops++ };
  await using scene = await alidnsScene({ credentials });
  scene.standIn.keys = [{ ...STAND_IN_KEY, securityToken: 'new' }];
  await expect(scene.read()).rejects.toMatchObject({ kind: 'stop', code: 'InvalidSecurityToken.Malformed' });
  expect(drops).toBeGreaterThan(0);
  current = { ...STAND_IN_KEY, securityToken: 'new' };
  expect(await scene.read()).toEqual([]);
});

test('whatever fails, no credential is in the error', async () => {
  const key = { accessKeyId: 'LTAIhushhush', accessKeySecret: 'hush/secret+', securityToken: 'hush/token=' };
  await using scene = await alidnsScene({ credentials: { get: async () => key, drop: () => undefined }, timeoutMs: 200 });
  const errors: unknown[] = [];
  const fail = async () => errors.push(await scene.read().catch((error: unknown) => error));
  await fail();
  scene.standIn.keys = [{ ...key, accessKeySecret: 'another' }];
  await fail();
  scene.standIn.keys = [key];
  scene.standIn.faults.plan('*', { kind: 'garbage' }, 2);
  await fail();
  scene.standIn.faults.clear();
  scene.standIn.faults.plan('*', { kind: 'error', code: 'Forbidden' }, 2);
  await fail();
  scene.standIn.faults.clear();
  scene.standIn.faults.plan('*', { kind: 'slow', until: new Promise(() => undefined) }, 2);
  await fail();
  scene.standIn.down = true;
  await fail();
  expect(errors.map(error => error instanceof CloudError)).toEqual(errors.map(() => true));
  expect(new Set(errors.map(error => (error as CloudError).code)).size).toBe(6);
  expect(inspect(errors, { depth: 10 })).not.toMatch(/hush/i);
  // What is in an address is in the logs of whatever stands between.
  expect(new Set(scene.standIn.log.calls.map(({ method }) => method))).toEqual(new Set(['POST']));
});

test('an aborted signal ends a call that hangs, with its own reason', async () => {
  await using scene = await alidnsScene();
  scene.standIn.faults.plan('*', { kind: 'slow', until: new Promise(() => undefined) }, 2);
  const abort = new AbortController();
  const reading = scene.provider.read(ZONE, 'all', abort.signal);
  await expect.poll(() => scene.standIn.log.calls.length).toBe(2);
  abort.abort(new Error('that is all'));
  await expect(reading).rejects.toThrow('that is all');
});

test('however fast steps come, no second has 60 changes', async () => {
  await using scene = await alidnsScene();
  const steps = Array.from({ length: 60 }, (_, i): PlanStep => ({ kind: 'add', record: wanted({ data: `192.0.2.${i}` }) }));
  await Promise.all(steps.map(step => scene.provider.apply(ZONE, [step], scene.signal, [])));
  expect(scene.standIn.log.mostInASecond()).toBeLessThanOrEqual(60);
  expect(scene.standIn.log.calls.filter(({ code }) => code !== undefined)).toEqual([]);
});
