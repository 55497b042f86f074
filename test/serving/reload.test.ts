import { once } from 'node:events';
import { expect, test } from 'vitest';
import { NotReloaded } from '../../src/api/operations.ts';
import { type LoadResult, loadZones } from '../../src/config/load.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { ProbeTarget } from '../../src/model/health.ts';
import { Faults } from '../../src/serving/faults.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { ReloadEnded, Reloader } from '../../src/serving/reload.ts';
import { Controlled, override, settled } from '../control/controlled.ts';
import { siteZone } from '../support/site-zone.ts';
import { MASTER_FILE, zonesDirectory } from '../support/zones-directory.ts';
import { readableLog } from './log-lines.ts';

const BEIJING = 'example.com./beijing/a';
const WWW = siteZone({ port: 8080, records: '  www: { steer: { failover: [beijing, hangzhou] } }' });
/** The same with the sites the other way round. */
const TURNED = WWW.replace('[beijing, hangzhou]', '[hangzhou, beijing]');
/** Beijing is gone. */
const GONE = WWW.replace(/^ {2}beijing: \{ site.*$/m, '').replace('[beijing, hangzhou]', '[hangzhou]');
const BAD = 'pools: 7\n';

interface Settings {
  /** Reads the zones, in place of reading here. */
  readonly load?: (directory: string, signal: AbortSignal) => Promise<LoadResult>;
}

/** What a reload does with hosts, step by step, with the pools that are declared or served then. */
class FakeHosts {
  readonly steps: string[] = [];
  /** Resolves when enough is known. */
  found: Promise<void> = Promise.resolve();
  readonly #served: Controlled;

  constructor(served: Controlled) {
    this.#served = served;
  }

  assign(declared: Declared): void {
    this.steps.push(`assign ${poolsOf(declared)}`);
  }

  settled(): Promise<void> {
    return this.found;
  }

  prune(): void {
    this.steps.push(`prune at ${poolsOf(this.#served.control.served.inputs.declared)}`);
  }
}

function poolsOf({ zones }: Declared): string {
  return [...zones.values()].flatMap(({ steering }) => [...(steering?.pools.keys() ?? [])]).join('+');
}

async function serving({ load = async zones => loadZones(zones) }: Settings = {}) {
  const directory = await zonesDirectory({ 'example.com.yaml': WWW });
  const served = new Controlled({ declared: loadZones(directory.zones).declared! });
  const { log, lines } = readableLog();
  const counters = servingCounters();
  const faults = new Faults(log, counters);
  const probed = { targets: [] as readonly ProbeTarget[] };
  const pruned: ReadonlySet<string>[] = [];
  const hosts = new FakeHosts(served);
  const reloader = new Reloader({
    directory: directory.zones,
    load,
    health: served.health,
    control: served.control,
    probes: {
      assign: targets => {
        probed.targets = targets;
      },
    },
    verdicts: { prune: declared => pruned.push(declared) },
    hosts,
    counters,
    faults,
    log,
    clock: served.clock,
  });
  const write = (text: string) => directory.write({ 'example.com.yaml': text });
  const dispose = () => directory[Symbol.asyncDispose]();
  return { served, reloader, lines, counters, faults, probed, pruned, hosts, write, directory, [Symbol.asyncDispose]: dispose };
}

test('good zones are watched, probed and served; the store learns what is declared', async () => {
  await using all = await serving();
  await all.served.observe(BEIJING, '-');
  await all.write(GONE);
  expect(await all.reloader.reload()).toEqual(expect.not.arrayContaining([expect.objectContaining({ severity: 'error' })]));
  expect(all.probed.targets.map(({ key }) => key)).toEqual(['example.com./hangzhou/a/web', 'example.com./hangzhou/b/web']);
  expect(all.probed.targets).toBe(all.served.health.targets);
  expect(all.pruned).toEqual([new Set(['example.com./hangzhou/a/web', 'example.com./hangzhou/b/web'])]);
  expect(all.served.control.served.states.has(BEIJING)).toBe(false);
  expect(all.counters.reloads).toEqual({ taken: 1, rejected: 0 });
  expect(all.lines().at(-1)).toMatchObject({ level: 30, generation: 3, msg: 'zones reloaded: 1 served as generation 3' });
});

test('zones with mistakes change nothing; what was found is kept until a good reload', async () => {
  await using all = await serving();
  const before = all.served.control.served;
  await all.write(BAD);
  const findings = await all.reloader.reload();
  expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
  expect(all.reloader.rejected).toBe(findings);
  expect([all.served.control.served, all.served.updates, all.pruned]).toEqual([before, [], []]);
  expect(all.counters.reloads).toEqual({ taken: 0, rejected: 1 });
  expect(all.lines().map(({ level }) => level)).toEqual([...findings.map(() => 50), 50]);
  expect(all.lines().at(-1)?.msg).toMatch(/^zones not reloaded: \d+ findings in .*; the old ones are served on$/);
  await all.write(TURNED);
  await all.reloader.reload();
  expect(all.reloader.rejected).toEqual([]);
  expect(all.served.ask('www')[0]).toMatch(/^127\.0\.0\.1[01]$/);
});

test('a directory that is gone is a mistake like another', async () => {
  await using all = await serving();
  await all.directory[Symbol.asyncDispose]();
  expect((await all.reloader.reload()).map(({ severity }) => severity)).toEqual(['error']);
  expect(all.served.ask('www')).toEqual(['127.0.0.20']);
});

test('good zones that cannot be served are given up: health and probes go back to the old ones', async () => {
  await using all = await serving();
  await all.served.observe(BEIJING, '+-');
  const { targets } = all.served.health;
  const known = all.served.health.measured('example.com./hangzhou/a');
  await all.write(TURNED);
  all.served.refuse('no memory');
  await expect(all.reloader.reload()).rejects.toThrow('no memory');
  await settled();
  expect(all.served.health.targets).toEqual(targets);
  expect(all.probed.targets).toBe(all.served.health.targets);
  expect(all.served.health.measured('example.com./hangzhou/a')).toEqual(known);
  expect(all.served.health.measured(BEIJING)).toMatchObject({ verdict: 'up', wavering: true });
  expect(all.served.ask('www')).toEqual(['127.0.0.20']);
  expect([all.counters.reloads, all.pruned, all.reloader.rejected]).toEqual([{ taken: 0, rejected: 1 }, [], []]);
  await all.reloader.reload();
  expect(all.served.ask('www')).not.toEqual(['127.0.0.20']);
});

test('one reload at a time: however many ask meanwhile, one more follows, and reads what was written before they asked', async () => {
  await using all = await serving();
  const release = all.served.hold();
  await all.write(TURNED);
  const first = all.reloader.reload();
  await settled();
  const more = [all.reloader.reload(), all.reloader.reload(), all.reloader.reload()];
  await all.write(GONE);
  await settled();
  expect(all.served.updates).toHaveLength(1);
  release();
  await Promise.all([first, ...more]);
  expect(all.counters.reloads).toEqual({ taken: 2, rejected: 0 });
  expect(all.served.control.served.states.has(BEIJING)).toBe(false);
});

test('a reload that fails does not stop the next', async () => {
  await using all = await serving();
  const release = all.served.hold();
  await all.write(TURNED);
  const first = all.reloader.reload();
  await settled();
  all.served.refuse('no memory');
  const second = expect(all.reloader.reload()).rejects.toThrow('no memory');
  release();
  await Promise.all([first, second]);
  await all.write(GONE);
  await all.reloader.reload();
  expect(all.counters.reloads).toEqual({ taken: 2, rejected: 1 });
});

test('a reading that hangs is given up and told of; the old zones go on, and the next reload is a reload', async () => {
  const hanging = new Set([1]);
  const given: AbortSignal[] = [];
  const load = async (zones: string, signal: AbortSignal) => {
    given.push(signal);
    if (hanging.has(given.length)) await once(signal, 'abort');
    return loadZones(zones);
  };
  await using all = await serving({ load });
  await all.write(TURNED);
  const hung = expect(all.reloader.reload()).rejects.toThrow(NotReloaded);
  const waiting = all.reloader.reload();
  all.served.clock.advance(59_999);
  expect(given[0]?.aborted).toBe(false);
  all.served.clock.advance(1);
  await hung;
  expect(all.faults.last).toBe(
    `zones could not be reloaded: ${all.directory.zones} could not be read within 60 s; the old zones are served on`,
  );
  await waiting;
  expect(all.served.ask('www')[0]).toMatch(/^127\.0\.0\.1[01]$/);
  expect(all.counters).toMatchObject({ faults: 1, reloads: { taken: 1, rejected: 1 } });
  all.served.clock.advance(60_000);
  expect(given.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test('at the end no reload begins, and what waits is told', async () => {
  await using all = await serving();
  const release = all.served.hold();
  await all.write(TURNED);
  const first = all.reloader.reload();
  await settled();
  const waiting = expect(all.reloader.reload()).rejects.toThrow(ReloadEnded);
  all.reloader[Symbol.dispose]();
  release();
  await Promise.all([first, waiting]);
  await expect(all.reloader.reload()).rejects.toThrow(ReloadEnded);
  expect(all.counters.reloads).toEqual({ taken: 1, rejected: 0 });
});

test('an intent whose target is gone is kept, and counts again when the target is back', async () => {
  await using all = await serving();
  const intents = [override(BEIJING, 'drain', { reason: 'moving racks' })];
  await all.served.control.change({ intents });
  expect(all.served.ask('www')).not.toEqual(['127.0.0.20']);
  await all.write(GONE);
  await all.reloader.reload();
  expect(all.served.control.served.inputs.intents).toBe(intents);
  await all.write(WWW);
  await all.reloader.reload();
  expect(all.served.control.served.states.get(BEIJING)).toMatchObject({ effective: 'drain', intents });
});

test('a zone that comes and goes is served and not served', async () => {
  await using all = await serving();
  await all.directory.write({ 'example.org.zone': MASTER_FILE });
  await all.reloader.reload();
  expect([...all.served.control.served.inputs.declared.zones.keys()]).toEqual(['example.com.', 'example.org.']);
  expect(all.lines().at(-1)?.msg).toMatch(/^zones reloaded: 2 served/);
});

test('new hosts are waited for before anything changes; what is gone is forgotten once it is served', async () => {
  await using all = await serving();
  const { targets } = all.served.health;
  const found = Promise.withResolvers<void>();
  all.hosts.found = found.promise;
  await all.write(GONE);
  const reload = all.reloader.reload();
  await settled();
  expect([all.hosts.steps, all.served.updates]).toEqual([['assign hangzhou'], []]);
  expect(all.served.health.targets).toBe(targets);
  found.resolve();
  await reload;
  expect(all.hosts.steps).toEqual(['assign hangzhou', 'prune at hangzhou']);
});

test('where good zones cannot be served, the hosts of the old ones are looked up again', async () => {
  await using all = await serving();
  await all.write(GONE);
  all.served.refuse('no memory');
  await expect(all.reloader.reload()).rejects.toThrow('no memory');
  expect(all.hosts.steps).toEqual(['assign hangzhou', 'assign hangzhou+beijing']);
});

test('a reload that waits for hosts when Meridian ends leaves everything as it was', async () => {
  await using all = await serving();
  const found = Promise.withResolvers<void>();
  all.hosts.found = found.promise;
  await all.write(GONE);
  const reload = all.reloader.reload();
  await settled();
  all.reloader[Symbol.dispose]();
  found.resolve();
  await expect(reload).rejects.toThrow(ReloadEnded);
  expect(all.served.updates).toEqual([]);
});
