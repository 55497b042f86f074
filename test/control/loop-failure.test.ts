import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTable } from '../../src/answer/compile.ts';
import { createLookup } from '../../src/answer/lookup.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Declared } from '../../src/model/declared.ts';
import { deriveFrom } from '../../src/serving/health-inputs.ts';
import { failover, pool, record } from '../steering/declare.ts';
import { addressesOf } from './addresses-of.ts';
import { Controlled, declared, generationOf, override, SAMPLE, settled, X, Y } from './controlled.ts';

/** Refers to a pool that is not there, which no zones directory can say: compiling it throws. */
const BROKEN = declared([pool('x', ['192.0.2.1'])], [record('www', failover('x', 'nowhere'))]);

describe('an update that fails', () => {
  test('leaves the old one served, is told to those who wait for it, and is made up for by a whole one', async () => {
    const served = new Controlled();
    served.refuse();
    const release = served.hold();
    await expect(served.observeOne(X, false)).rejects.toThrow('refused');
    expect([served.control.served.generation, served.control.served.states.get(X)?.effective]).toEqual([1, 'unknown']);
    expect(served.ask('www')).toEqual(['192.0.2.1']);
    release();
    await settled();
    expect(served.updates.map(update => [generationOf(update), 'table' in update])).toEqual([
      [2, false],
      [3, true],
    ]);
    expect([served.control.served.generation, served.served]).toEqual([3, [3]]);
    expect(served.ask('www')).toEqual(['192.0.2.2']);
    expect(served.told).toEqual([`${X} down`]);
  });

  test('is tried again once, then with the next change', async () => {
    const served = new Controlled();
    served.refuse();
    served.refuse();
    await expect(served.observeOne(X, false)).rejects.toThrow('refused');
    await settled();
    expect(served.ask('www')).toEqual(['192.0.2.1']);
    expect(await served.control.change({})).toBe(4);
    expect(served.ask('www')).toEqual(['192.0.2.2']);
    await served.observe(X, '+++');
    expect(served.updates.slice(3).every(update => 'change' in update)).toBe(true);
  });

  test('is no concern of those who came later', async () => {
    const served = new Controlled();
    const release = served.hold();
    served.fates[0] = () => settled().then(() => Promise.reject(new Error('refused')));
    const first = expect(served.observeOne(X, false)).rejects.toThrow('refused');
    await Promise.resolve();
    const second = served.observeOne(Y, true);
    release();
    await first;
    expect(await second).toBe(3);
    expect(served.ask('www')).toEqual(['192.0.2.2']);
  });

  test('after others went out already is made up for by a whole one', async () => {
    const served = new Controlled();
    const late = Promise.withResolvers<void>();
    served.fates[0] = () => late.promise;
    const first = expect(served.observeOne(X, false)).rejects.toThrow('refused');
    await settled();
    const second = served.observeOne(Y, true);
    served.clock.advance(100);
    await settled();
    late.reject(new Error('refused'));
    await first;
    expect(await second).toBe(3);
    await settled();
    expect(served.updates.map(update => [generationOf(update), 'table' in update])).toEqual([
      [2, false],
      [3, false],
      [4, true],
    ]);
    expect([served.control.behind, served.ask('www')]).toEqual([false, ['192.0.2.2']]);
  });

  test('of intents loses none of them', async () => {
    const served = new Controlled();
    served.refuse();
    const intents = [override(X, 'drain')];
    await expect(served.control.change({ intents })).rejects.toThrow('refused');
    await settled();
    expect(served.control.served.inputs.intents).toBe(intents);
    expect(served.ask('www')).toEqual(['192.0.2.2']);
  });
});

describe('zones that cannot be compiled', () => {
  test('are dropped; the old ones, and what else came with them, are served', async () => {
    const served = new Controlled();
    const intents = [override(Y, 'drain')];
    const all = [served.control.change({ declared: BROKEN }), served.control.change({ intents }), served.observeOne(X, false)];
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await settled();
    expect(served.control.served.inputs).toMatchObject({ declared: SAMPLE, intents });
    expect(served.control.served.states.get(X)?.effective).toBe('down');
    expect(served.updates.map(generationOf)).toEqual([2]);
    expect(served.told.sort()).toEqual([`${X} down`, `${Y} drain`]);
  });

  test('are told to whoever waits before anything is derived again', async () => {
    const served = new Controlled();
    await served.observe(Y, '-');
    const reload = async () => {
      served.health.assign(BROKEN);
      await served.control.change({ declared: BROKEN }).catch(() => served.health.assign(SAMPLE));
    };
    const reloaded = reload();
    await Promise.all([reloaded, settled()]);
    expect(served.told).not.toContain(`${X} down`);
    expect([...served.control.served.states.keys()]).toContain(Y);
    expect(served.control.served.states.get(Y)?.measured.reason).not.toBe('not watched');
  });
});

test('a listener that throws fails the change and nothing else', async () => {
  const served = new Controlled();
  served.onState = () => {
    served.onState = () => {};
    throw new Error('the log is full');
  };
  await expect(served.observeOne(X, false)).rejects.toThrow('the log is full');
  await settled();
  expect(served.ask('www')).toEqual(['192.0.2.2']);
});

const OTHER = declared([pool('x', ['192.0.2.1']), pool('v', ['192.0.2.8'])], [record('www', failover('v', 'x'))]);

type Step = (served: Controlled) => unknown;

/** As the reloader: the health engine goes with the zones, and back with them. */
async function takeZones({ health, control }: Controlled, zones: Declared): Promise<void> {
  if (zones !== BROKEN) health.assign(zones);
  await control.change({ declared: zones }).catch(() => health.assign(control.served.inputs.declared));
}

/** Moves the clock until `work` is done. */
async function inTime<T>({ clock }: Controlled, work: Promise<T>): Promise<T> {
  let done = false;
  const end = () => {
    done = true;
  };
  work.then(end, end);
  while (!done) await clock.advanceSettled(50);
  return work;
}

const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom(X, Y), fc.boolean()).map(
    ([endpoint, ok]): Step =>
      served =>
        void served.observeOne(endpoint, ok)?.catch(() => {}),
  ),
  fc.constantFrom('up' as const, 'down' as const).map(
    (state): Step =>
      served =>
        void served.control.change({ intents: [override(X, state)] }).catch(() => {}),
  ),
  fc.constantFrom(SAMPLE, OTHER, BROKEN).map(
    (zones): Step =>
      served =>
        inTime(served, takeZones(served, zones)),
  ),
  fc.constantFrom<Step>(
    served => served.refuse(),
    settled,
    // A worker that is late: what follows does not wait for it.
    served => void served.fates.push(() => new Promise(resolve => void served.clock.after(250, resolve))),
    served => served.clock.advanceSettled(100),
  ),
);

test('whatever fails on the way, in the end the answers are those of a fresh compilation, and no generation comes twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), async steps => {
      const served = new Controlled();
      for (const step of steps) await step(served);
      served.fates.length = 0;
      await served.clock.advanceSettled(10_000);
      await served.control.change({});
      const { inputs, states, generation } = served.control.served;
      const fresh = deriveFrom(served.health, served.clock).all(inputs);
      const { table } = compileTable({ ...inputs, states: fresh, generation });
      expect(served.ask('www')).toEqual(addressesOf(createLookup(table, seededRandom(1)), 'www.example.com.'));
      expect(served.ask('www')).toHaveLength(1);
      expect([...states.keys()]).toEqual([...fresh.keys()]);
      const generations = served.updates.map(generationOf);
      expect(generations).toEqual([...new Set(generations)].sort((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});
