import { expect, test } from 'vitest';
import { fixedCredentials } from '../../../src/cloud/credentials/environment.ts';
import { createGtm } from '../../../src/cloud/providers/gtm.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { StandInAddress } from '../../support/alidns/gtm-actions.ts';
import { STAND_IN_KEY, startAlidnsStandIn } from '../../support/alidns/stand-in.ts';

async function gtmScene() {
  const standIn = await startAlidnsStandIn();
  const put = (address: StandInAddress) => standIn.addresses.set(address.id, address);
  const gtm = createGtm({ endpoint: standIn.endpoint, credentials: fixedCredentials(STAND_IN_KEY), clock: systemClock });
  const { signal } = new AbortController();
  return { standIn, put, gtm, signal, [Symbol.asyncDispose]: () => standIn[Symbol.asyncDispose]() };
}

test('addresses of all kinds are read, on all pages', async () => {
  await using scene = await gtmScene();
  scene.put({ id: 'a', type: 'IPv4', address: '192.0.2.1', mode: 'auto', status: 'available' });
  scene.put({ id: 'b', type: 'IPv6', address: '2001:db8::1', mode: 'manual', status: 'unavailable' });
  scene.put({ id: 'c', type: 'domain', address: 'CDN.example.net', mode: 'manual', status: 'available' });
  expect(await scene.gtm.addresses(scene.signal)).toEqual([
    { id: 'a', type: 'A', data: '192.0.2.1', available: undefined },
    { id: 'b', type: 'AAAA', data: '2001:db8::1', available: false },
    { id: 'c', type: 'CNAME', data: 'cdn.example.net.', available: true },
  ]);
  for (let i = 0; i < 250; i++) scene.put({ id: `${i}`, type: 'IPv4', address: `198.51.100.${i}`, mode: 'auto', status: 'available' });
  expect(await scene.gtm.addresses(scene.signal)).toHaveLength(253);
});

test('an address is switched off, on, and given back to the checks of its owner', async () => {
  await using scene = await gtmScene();
  scene.put({ id: 'a', type: 'IPv4', address: '192.0.2.1', mode: 'auto', status: 'available' });
  await scene.gtm.switch('a', false, scene.signal);
  expect(scene.standIn.addresses.get('a')).toMatchObject({ mode: 'manual', status: 'unavailable' });
  await scene.gtm.switch('a', true, scene.signal);
  await scene.gtm.switch('a', true, scene.signal);
  expect(scene.standIn.addresses.get('a')).toMatchObject({ mode: 'manual', status: 'available' });
  await scene.gtm.release('a', scene.signal);
  expect(scene.standIn.addresses.get('a')).toMatchObject({ mode: 'auto' });
  await expect(scene.gtm.switch('gone', true, scene.signal)).rejects.toMatchObject({ kind: 'stop', code: 'InvalidAddressId' });
});
