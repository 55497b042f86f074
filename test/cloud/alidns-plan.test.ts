import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makePlan } from '../../src/cloud/plan/make-plan.ts';
import type { Desired, DesiredSet, DesiredView, ViewKey } from '../../src/model/cloud.ts';
import { EDITIONS } from '../support/alidns/domain-state.ts';
import { type AlidnsScene, alidnsScene, ZONE } from './providers/alidns-scene.ts';

/** Parts by address; 0: known, and given to nobody. */
type Parts = Readonly<Record<string, number>>;

function view(key: ViewKey, parts: Parts): DesiredView {
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { view: key, values: Object.entries(parts).map(([data, part]) => ({ data, share: part / total, enabled: part > 0 })) };
}

function desired(label: string, views: Partial<Record<ViewKey, Parts>>, ttl = 5): Desired {
  const told = Object.entries(views).map(([key, parts]) => view(key as ViewKey, parts!));
  const set: DesiredSet = { zone: ZONE, owner: label === '@' ? ZONE : `${label}.${ZONE}`, label, type: 'A', ttl, views: told, losses: [] };
  return { zone: ZONE, generation: 1, sets: [set] };
}

/** Makes a plan and carries it out; `look` after each step. */
async function publish({ provider, signal }: AlidnsScene, wanted: Desired, look: () => void = () => undefined) {
  const plan = makePlan({
    desired: wanted,
    capabilities: await provider.capabilities(ZONE, signal),
    current: await provider.read(ZONE, 'all', signal),
    policy: 'degrade',
  });
  for (const step of plan.steps) {
    await provider.apply(ZONE, [step], signal, []);
    look();
  }
  return plan;
}

/** `default 192.0.2.1 40`, and what is switched off in brackets. */
async function shown(scene: AlidnsScene): Promise<string[]> {
  const records = await scene.read();
  return records.map(({ view: of, data, weight, enabled }) => (enabled ? `${of} ${data} ${weight ?? '-'}` : `(${of} ${data})`)).sort();
}

const A = '192.0.2.1';
const B = '192.0.2.2';
const C = '192.0.2.3';

test('lines and weights are published, and the same again is nothing to do', async () => {
  await using scene = await alidnsScene();
  const wanted = desired('www', { default: { [A]: 40, [B]: 60 }, 'country:CN': { [C]: 1 } });
  const { degradations } = await publish(scene, wanted);
  expect(degradations).toEqual([]);
  expect(await shown(scene)).toEqual([`country:CN ${C} -`, `default ${A} 40`, `default ${B} 60`]);
  expect((await publish(scene, wanted)).steps).toEqual([]);
});

test('in a failover the backup is enabled before the primary is disabled', async () => {
  await using scene = await alidnsScene();
  await publish(scene, desired('@', { default: { [A]: 1, [B]: 0 } }));
  await publish(scene, desired('@', { default: { [A]: 0, [B]: 1 } }));
  expect(await shown(scene)).toEqual([`(default ${A})`, `default ${B} -`]);
  const { calls } = scene.standIn.log;
  const from = calls.length;
  await publish(scene, desired('@', { default: { [A]: 1, [B]: 0 } }));
  const changes = calls.slice(from).filter(({ action }) => action === 'SetDomainRecordStatus');
  expect(changes.map(({ parameters }) => parameters.get('Status'))).toEqual(['Enable', 'Disable']);
});

test('what the edition cannot do is told, and done as near as may be', async () => {
  await using scene = await alidnsScene();
  scene.standIn.domains.get('example.com')!.edition = EDITIONS.free;
  const { degradations } = await publish(scene, desired('www', { default: { [A]: 1 }, 'country:FR': { [B]: 1 } }));
  expect(degradations.map(({ message }) => message)).toEqual([
    'asked TTL 5, the least here is 600',
    'clients of country:FR cannot be told apart here: they get what all others get',
  ]);
  expect(await scene.read()).toMatchObject([{ data: A, ttl: 600 }]);
});

test('records of others are never touched, and what is put in our way by hand is told', async () => {
  await using scene = await alidnsScene();
  const theirs = scene.standIn.put({ rr: 'mail', value: A });
  const inTheWay = scene.standIn.put({ rr: 'www', value: B });
  const { refused, steps } = await publish(scene, desired('www', { default: { [A]: 1 } }));
  expect(refused).toMatchObject([{ owner: 'www.example.com.' }]);
  expect(steps).toEqual([]);
  expect([...scene.standIn.domains.get('example.com')!.records.values()]).toEqual([theirs, inTheWay]);
});

test('whatever is wanted next: it is reached, at no moment is the name without an enabled record, and nothing is left to do', async () => {
  const parts = fc.record({ [A]: fc.nat(3), [B]: fc.nat(3), [C]: fc.nat(3) }).filter(of => Object.values(of).some(part => part > 0));
  const views = fc.record({ default: parts, 'country:CN': fc.option(parts, { nil: undefined }) });
  await using scene = await alidnsScene();
  const { records } = scene.standIn.domains.get('example.com')!;
  let published = false;
  await fc.assert(
    fc.asyncProperty(views, fc.constantFrom(5, 60), async ({ default: all, 'country:CN': china }, ttl) => {
      const wanted = desired('www', { default: all, ...(china && { 'country:CN': china }) }, ttl);
      await publish(scene, wanted, () => {
        const enabled = [...records.values()].some(({ line, status }) => line === 'default' && status === 'ENABLE');
        if (published) expect(enabled).toBe(true);
      });
      published = true;
      expect((await publish(scene, wanted)).steps).toEqual([]);
      const given = Object.entries(all).filter(([, part]) => part > 0);
      const there = [...records.values()].filter(({ line, status }) => line === 'default' && status === 'ENABLE');
      expect(there.map(({ value }) => value).sort()).toEqual(given.map(([data]) => data).sort());
    }),
    { numRuns: 12 },
  );
});
