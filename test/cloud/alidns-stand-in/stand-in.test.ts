import { createHmac } from 'node:crypto';
import RPCClient from '@alicloud/pop-core';
import { expect, test } from 'vitest';
import { EDITIONS } from '../../support/alidns/domain-state.ts';
import { encodeRpc, stringToSign } from '../../support/alidns/signature.ts';
import { type AlidnsStandIn, STAND_IN_KEY, startAlidnsStandIn } from '../../support/alidns/stand-in.ts';

/** Calls by the service's own client; gives the answer, or the code of the error. */
function callerOf({ endpoint }: AlidnsStandIn, key = STAND_IN_KEY) {
  const client = new RPCClient({ endpoint, apiVersion: '2015-01-09', ...key });
  return (action: string, parameters: object): Promise<Record<string, unknown>> =>
    client
      .request<Record<string, unknown>>(action, parameters, { method: 'POST' })
      .catch((error: { code: string }) => ({ error: error.code }));
}

const WWW = { DomainName: 'example.com', RR: 'www', Type: 'A', Value: '192.0.2.1' };

test("the service's own client adds, reads, switches off and deletes a record", async () => {
  await using standIn = await startAlidnsStandIn();
  const call = callerOf(standIn);
  const { RecordId } = await call('AddDomainRecord', WWW);
  await call('UpdateDomainRecordRemark', { RecordId, Remark: 'meridian *(!)' });
  await call('SetDomainRecordStatus', { RecordId, Status: 'Disable' });
  const { DomainRecords } = await call('DescribeDomainRecords', { DomainName: 'example.com' });
  const record = {
    RecordId,
    RR: 'www',
    Value: '192.0.2.1',
    TTL: 600,
    Line: 'default',
    Status: 'DISABLE',
    LbaStatus: false,
    Remark: 'meridian *(!)',
  };
  expect(DomainRecords).toMatchObject({ Record: [record] });
  await call('DeleteDomainRecord', { RecordId });
  expect(await call('DescribeDomainRecords', { DomainName: 'example.com' })).toMatchObject({ TotalCount: 0 });
});

test('a signature by GET is checked as well', async () => {
  await using standIn = await startAlidnsStandIn();
  const client = new RPCClient({ endpoint: standIn.endpoint, apiVersion: '2015-01-09', ...STAND_IN_KEY });
  expect(await client.request('DescribeDomainInfo', { DomainName: 'example.com' })).toMatchObject({ MinTtl: 1 });
});

test('a wrong secret, an unknown key and a wrong token are told apart', async () => {
  await using standIn = await startAlidnsStandIn();
  expect(await callerOf(standIn, { ...STAND_IN_KEY, accessKeySecret: 'wrong' })('DescribeDomainInfo', WWW)).toEqual({
    error: 'SignatureDoesNotMatch',
  });
  expect(await callerOf(standIn, { ...STAND_IN_KEY, accessKeyId: 'nobody' })('DescribeDomainInfo', WWW)).toEqual({
    error: 'InvalidAccessKeyId.NotFound',
  });
  standIn.keys = [{ ...STAND_IN_KEY, securityToken: 'token' }];
  expect(await callerOf(standIn)('DescribeDomainInfo', WWW)).toEqual({ error: 'InvalidSecurityToken.Malformed' });
  const role = callerOf(standIn, { ...STAND_IN_KEY, securityToken: 'token' });
  expect(await role('DescribeDomainInfo', WWW)).toHaveProperty('MinTtl');
  standIn.keys = [{ ...STAND_IN_KEY, securityToken: 'token', expiresAtMs: 0 }];
  expect(await role('DescribeDomainInfo', WWW)).toEqual({ error: 'InvalidSecurityToken.Expired' });
});

test('a time stamp more than a quarter of an hour away is refused', async () => {
  await using standIn = await startAlidnsStandIn();
  standIn.aheadMs = 16 * 60_000;
  expect(await callerOf(standIn)('DescribeDomainInfo', WWW)).toEqual({ error: 'InvalidTimeStamp.Expired' });
  standIn.aheadMs = -14 * 60_000;
  expect(await callerOf(standIn)('DescribeDomainInfo', WWW)).toHaveProperty('MinTtl');
});

test('a nonce is good once', async () => {
  await using standIn = await startAlidnsStandIn();
  const parameters = new Map([
    ['Action', 'DescribeDomainInfo'],
    ['DomainName', 'example.com'],
    ['Version', '2015-01-09'],
    ['Timestamp', `${new Date().toISOString().slice(0, 19)}Z`],
    ['AccessKeyId', STAND_IN_KEY.accessKeyId],
    ['SignatureNonce', 'the same'],
  ]);
  parameters.set(
    'Signature',
    createHmac('sha1', `${STAND_IN_KEY.accessKeySecret}&`).update(stringToSign('POST', parameters)).digest('base64'),
  );
  const body = [...parameters].map(([name, value]) => `${encodeRpc(name)}=${encodeRpc(value)}`).join('&');
  const post = () => fetch(standIn.endpoint, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  expect((await post()).status).toBe(200);
  expect(await (await post()).json()).toMatchObject({ Code: 'SignatureNonceUsed' });
});

test('the rules of records are those that are documented', async () => {
  await using standIn = await startAlidnsStandIn();
  const call = callerOf(standIn);
  const { RecordId } = await call('AddDomainRecord', WWW);
  expect(await call('AddDomainRecord', WWW)).toEqual({ error: 'DomainRecordDuplicate' });
  expect(await call('AddDomainRecord', { ...WWW, Line: 'moon' })).toEqual({ error: 'UnsupportedLine' });
  expect(await call('AddDomainRecord', { ...WWW, Type: 'CNAME', Value: 'cdn.example.net' })).toEqual({ error: 'DomainRecordConflict' });
  expect(await call('UpdateDomainRecord', { ...WWW, RecordId: '1' })).toEqual({ error: 'DomainRecordNotBelongToUser' });
  expect(await call('DescribeDomainInfo', { DomainName: 'example.org' })).toEqual({ error: 'IncorrectDomainUser' });
  expect(await call('RunAway', {})).toEqual({ error: 'InvalidAction.NotFound' });
  standIn.domains.get('example.com')!.edition = EDITIONS.free;
  expect(await call('UpdateDomainRecord', { ...WWW, RecordId, TTL: 60 })).toEqual({ error: 'QuotaExceeded.TTL' });
});

test('weights need their switch, an enabled record and 1 to 100', async () => {
  await using standIn = await startAlidnsStandIn();
  const call = callerOf(standIn);
  const { RecordId } = await call('AddDomainRecord', WWW);
  expect(await call('UpdateDNSSLBWeight', { RecordId, Weight: 10 })).toEqual({ error: 'DisableDNSSLB' });
  expect(await call('SetDNSSLBStatus', { SubDomain: 'www.example.com', DomainName: 'example.com', Open: true, Type: 'A' })).toMatchObject({
    RecordCount: 1,
  });
  expect(await call('UpdateDNSSLBWeight', { RecordId, Weight: 0 })).toEqual({ error: 'InvalidWeigth' });
  expect(await call('UpdateDNSSLBWeight', { RecordId, Weight: 10 })).toMatchObject({ Weight: 10 });
  await call('SetDomainRecordStatus', { RecordId, Status: 'Disable' });
  expect(await call('UpdateDNSSLBWeight', { RecordId, Weight: 20 })).toEqual({ error: 'DomainRecordDisable' });
  expect(await call('SetDNSSLBStatus', { SubDomain: '*.example.com', DomainName: 'example.com', Open: true, Type: 'A' })).toEqual({
    error: 'PanDomainRecord',
  });
});

test('more than the quota of an action in a second is throttled', async () => {
  await using standIn = await startAlidnsStandIn();
  const call = callerOf(standIn);
  const outcomes = await Promise.all(Array.from({ length: 70 }, (_, i) => call('AddDomainRecord', { ...WWW, Value: `192.0.2.${i}` })));
  expect(outcomes.filter(({ error }) => error === 'Throttling.User').length).toBeGreaterThan(0);
  expect(standIn.domains.get('example.com')!.records.size).toBeGreaterThanOrEqual(60);
});

test('faults come as they were ordered', async () => {
  await using standIn = await startAlidnsStandIn();
  const call = callerOf(standIn);
  const count = () => standIn.domains.get('example.com')!.records.size;
  standIn.faults.plan('AddDomainRecord', { kind: 'lost' });
  expect(await call('AddDomainRecord', WWW)).toEqual({ error: 'ECONNRESET' });
  expect(count()).toBe(1);
  standIn.faults.plan('*', { kind: 'partial' });
  expect(await call('AddDomainRecord', { ...WWW, RR: 'api' })).toHaveProperty('error');
  expect(count()).toBe(2);
  standIn.faults.plan('AddDomainRecord', { kind: 'twice' });
  expect(await call('AddDomainRecord', { ...WWW, RR: 'app' })).toEqual({ error: 'DomainRecordDuplicate' });
  expect(count()).toBe(3);
  standIn.faults.plan('AddDomainRecord', { kind: 'garbage' });
  expect(await call('AddDomainRecord', { ...WWW, RR: 'far' })).toHaveProperty('error');
  expect(count()).toBe(3);
  standIn.faults.plan('*', { kind: 'error', code: 'InternalError', status: 500 });
  expect(await call('DescribeDomainInfo', WWW)).toEqual({ error: 'InternalError' });
  standIn.throttled = true;
  expect(await call('DescribeDomainInfo', WWW)).toEqual({ error: 'Throttling.User' });
  standIn.throttled = false;
  standIn.down = true;
  expect(await call('DescribeDomainInfo', WWW)).toEqual({ error: 'ECONNRESET' });
});

test('a slow answer comes when the test says so', async () => {
  await using standIn = await startAlidnsStandIn();
  const gate = Promise.withResolvers<void>();
  standIn.faults.plan('AddDomainRecord', { kind: 'slow', until: gate.promise });
  const answer = callerOf(standIn)('AddDomainRecord', WWW);
  await expect.poll(() => standIn.log.actions).toEqual(['AddDomainRecord']);
  gate.resolve();
  expect(await answer).toHaveProperty('RecordId');
});
