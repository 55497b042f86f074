import { describe, expect, test } from 'vitest';
import { locationTable } from '../answer/locations.ts';
import { failover, pool, record } from '../steering/declare.ts';
import { Controlled, declared, generationOf, override, SPARE, settled, weight, X, Y } from './controlled.ts';

describe('coalescing', () => {
  test('what comes in one turn of the event loop goes out as one update, and all get its generation', async () => {
    const served = new Controlled();
    const all = [
      served.observeOne(X, false),
      served.observeOne(Y, true),
      served.control.change({ intents: [weight('example.com./z/a', 7)] }),
    ];
    expect(await Promise.all(all)).toEqual([2, 2, 2]);
    expect(served.updates.map(generationOf)).toEqual([2]);
    expect(served.ask('www')).toEqual(['192.0.2.2']);
  });

  test('what comes while an update is on its way waits, and goes out as one update after it', async () => {
    const served = new Controlled();
    const release = served.hold();
    const first = served.observeOne(X, false);
    await settled();
    const later = [served.observeOne(Y, false), served.control.change({ intents: [override(Y, 'drain')] }), served.observeOne(SPARE, true)];
    await settled();
    expect(served.updates.map(generationOf)).toEqual([2]);
    release();
    expect(await Promise.all([first, ...later])).toEqual([2, 3, 3, 3]);
    expect(served.updates.map(generationOf)).toEqual([2, 3]);
    expect(served.served).toEqual([2, 3]);
  });

  test('a worker that is late holds up what comes after a change for a tenth of a second, and those who wait until it serves', async () => {
    const served = new Controlled();
    const release = served.hold();
    const first = served.observeOne(X, false);
    await settled();
    const second = served.observeOne(Y, false);
    const third = served.control.change({ intents: [override(SPARE, 'drain')] });
    served.clock.advance(99);
    await settled();
    expect(served.updates.map(generationOf)).toEqual([2]);
    served.clock.advance(1);
    await settled();
    expect([served.updates.map(generationOf), served.served, served.control.served.generation]).toEqual([[2, 3], [], 1]);
    release();
    expect(await Promise.all([first, second, third])).toEqual([2, 3, 3]);
    await settled();
    expect([served.served, served.clock.pending]).toEqual([[2, 3], 0]);
    expect(served.control.served.states.get(SPARE)?.effective).toBe('drain');
  });

  test('nothing is given to a worker that may not have the table that it is for', async () => {
    const served = new Controlled();
    const release = served.hold();
    const first = served.control.change({ locations: locationTable({}) });
    await settled();
    const second = served.observeOne(X, false);
    served.clock.advance(10_000);
    await settled();
    expect(served.updates.map(generationOf)).toEqual([2]);
    release();
    expect(await Promise.all([first, second])).toEqual([2, 3]);
  });

  test('of inputs that are changed twice the later ones count', async () => {
    const served = new Controlled();
    await Promise.all([served.control.change({ intents: [override(X, 'down')] }), served.control.change({ intents: [override(X, 'up')] })]);
    expect(served.told).toEqual([`${X} up`]);
  });
});

describe('what is served', () => {
  test('a change resolves, and is shown as served, only when every worker serves it', async () => {
    const served = new Controlled();
    const release = served.hold();
    let resolved = false;
    const change = served.control.change({ intents: [override(X, 'down')] }).then(() => {
      resolved = true;
    });
    await settled();
    expect([resolved, served.control.served.generation, served.control.served.states.get(X)?.effective]).toEqual([false, 1, 'unknown']);
    expect([served.told, served.served]).toEqual([[`${X} down`], []]);
    release();
    await change;
    expect([served.control.served.generation, served.control.served.states.get(X)?.effective]).toEqual([2, 'down']);
    expect(served.served).toEqual([2]);
  });

  test('a verdict replaces the record sets that depend on it, and nothing else', async () => {
    const served = new Controlled();
    await served.observe(X, '-');
    expect(served.ask('www')).toEqual(['192.0.2.2']);
    await served.observe(X, '+++');
    expect(served.ask('www')).toEqual(['192.0.2.1']);
    expect(served.updates.every(update => 'change' in update && update.change.decisions.sets.length === 1)).toBe(true);
  });

  test('new zones and a new database make a whole table', async () => {
    const served = new Controlled();
    await served.control.change({ locations: locationTable({ '203.0.113.0/24': { country: 'CN' } }) });
    await served.control.change({ declared: declared([pool('x', ['192.0.2.77'])], [record('www', 'x')]) });
    expect(served.updates.map(update => 'table' in update)).toEqual([true, true]);
    expect(served.ask('www')).toEqual(['192.0.2.77']);
  });

  test('states follow the zones: what is gone has none, what is new begins as unknown, what stays keeps its verdict', async () => {
    const served = new Controlled();
    await served.observe(X, '-');
    await served.observe(Y, '-');
    const next = declared([pool('x', ['192.0.2.1']), pool('w', ['192.0.2.5'])], [record('www', failover('x', 'w'))]);
    served.health.assign(next);
    await served.control.change({ declared: next });
    const { states } = served.control.served;
    expect([...states].map(([key, { effective }]) => `${key} ${effective}`)).toEqual([`${X} down`, 'example.com./w/a unknown']);
    expect(served.ask('www')).toEqual(['192.0.2.5']);
    await served.control.verdictChanged(Y);
    expect(served.control.served.states.has(Y)).toBe(false);
  });
});

describe('no update', () => {
  test('for an endpoint that no record set depends on; its state is told and kept', async () => {
    const served = new Controlled();
    expect(await served.observeOne(SPARE, false)).toBe(1);
    expect([served.updates, served.told]).toEqual([[], [`${SPARE} down`]]);
    expect(served.control.served.states.get(SPARE)?.effective).toBe('down');
  });

  test('for a new reason of the same verdict; the reason is kept', async () => {
    const served = new Controlled();
    await served.observe(X, '-');
    await served.observeOne(X, false, 'connect refused');
    expect(served.updates).toHaveLength(1);
    expect(served.control.served.states.get(X)?.measured.reason).toBe('embedded: connect refused');
    expect(served.told).toEqual([`${X} down`]);
  });

  test('for an intent that changes nothing, or is about what is not declared', async () => {
    const served = new Controlled();
    const intents = [weight(X, 100), override('example.com./gone/a', 'down')];
    expect(await served.control.change({ intents })).toBe(1);
    expect(await served.control.change({})).toBe(1);
    expect([served.updates, served.told]).toEqual([[], []]);
    expect(served.control.served.inputs.intents).toEqual(intents);
  });

  test('but one for a verdict that begins to waver: its TTL is another', async () => {
    const served = new Controlled();
    await served.observe(X, '+-');
    expect(served.control.served.states.get(X)?.measured.wavering).toBe(true);
    expect(served.updates).toHaveLength(1);
    await served.observe(X, '+');
    expect(served.updates).toHaveLength(2);
  });
});
