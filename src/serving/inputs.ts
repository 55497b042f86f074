import { randomInt } from 'node:crypto';
import type { Control } from '../control/loop.ts';
import { createHealth } from '../health/engine.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { seededRandom } from '../lib/random.ts';
import { Standstill } from '../lib/standstill.ts';
import { adminToken } from '../store/admin-token.ts';
import { openStore, type Store } from '../store/open.ts';
import { keepHistory } from './eventing.ts';
import type { Facts } from './facts.ts';
import { HostKeeper } from './host-keeper.ts';
import type { PreparedZones } from './load.ts';
import { PlannedWork } from './planned-work.ts';
import type { LoadedDatabase } from './read-database.ts';
import { rememberedVantages } from './remembered-vantages.ts';
import { StoreMeter } from './store-meter.ts';
import { VantageKeeper } from './vantage-keeper.ts';
import { VerdictKeeper } from './verdict-keeper.ts';

/** What was loaded before anything else is there. */
export interface Loaded {
  readonly zones: PreparedZones;
  readonly geography: LoadedDatabase;
}

export type Inputs = ReturnType<typeof readInputs>;

/** What was loaded and the store: what must be there and whole before anything listens. */
export function readInputs(facts: Facts, { zones: { declared, prepared }, geography }: Loaded, stack: AsyncDisposableStack) {
  const { options, log, faults } = facts;
  const storeMeter = new StoreMeter(options.data, clock);
  const store = storeMeter.watch(stack.use(openStore(options.data)));
  const history = keepHistory(facts, store, stack);
  const token = adminToken(options.data);
  const restored = store.verdicts.restore();
  const intents = store.intents.list();
  for (const warning of [...(token.warning ? [token.warning] : []), ...restored.warnings, ...intents.warnings]) log.warn(warning);
  const onFault = (error: unknown) => faults.note('verdicts could not be stored', error);
  const verdicts = stack.use(new VerdictKeeper({ stored: restored.verdicts, store: store.verdicts, clock, onFault }));
  const vantages = keepVantages(facts, store, stack);
  const controlled = Promise.withResolvers<Control>();
  const planned = new PlannedWork(declared, intents.rows, clock);
  void controlled.promise.then(control => planned.follow(control));
  const standstill = stack.use(new Standstill(clock));
  const health = createHealth({
    restore: key => verdicts.last(key),
    clock,
    stoodStillMs: () => standstill.totalMs,
    silenced: planned.silenced,
  });
  health.assign(declared);
  verdicts.prune(new Set(health.targets.map(({ key }) => key)));
  const hosts = lookUpHosts(facts, { store, control: controlled.promise }, stack);
  hosts.assign(declared);
  hosts.prune();
  return {
    declared,
    prepared,
    geography,
    locations: geography.table,
    store,
    storeMeter,
    history,
    token,
    health,
    standstill,
    verdicts,
    vantages,
    hosts,
    controlled,
    intents: intents.rows,
    tokens: store.tokens.list(),
  };
}

/** Who the vantages of the last run were, as far as they are expected back, and what keeps who they are now. */
function keepVantages({ options, log, faults }: Facts, store: Store, stack: AsyncDisposableStack) {
  const { rows: stored, warnings } = store.vantages.list();
  for (const warning of warnings) log.warn(warning);
  const onFault = (error: unknown) => faults.note('the vantages could not be stored', error);
  const keeper = stack.use(new VantageKeeper({ stored, store: store.vantages, clock, onFault }));
  return { remembered: rememberedVantages(stored, options.vantage), keeper };
}

/** The addresses of hosts in pools that flatten, from those that were known at the end of the last run. */
function lookUpHosts(
  facts: Facts,
  { store, control }: { store: Store; control: Promise<Control> },
  stack: AsyncDisposableStack,
): HostKeeper {
  const { options, log, faults } = facts;
  const { resolutions: stored, warnings } = store.resolutions.restore();
  for (const warning of warnings) log.warn(warning);
  const random = seededRandom(randomInt(2 ** 32));
  return stack.use(new HostKeeper({ resolvers: options.resolvers, stored, store: store.resolutions, control, faults, log, clock, random }));
}
