import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { startProbes } from '../probes/scheduler.ts';
import type { Compiled } from './answer/compile.ts';
import { createLookup } from './answer/lookup.ts';
import { TrafficLedger } from './answer/traffic.ts';
import { ApiListenError, listen } from './api/listen.ts';
import { createApi } from './api/server.ts';
import type { ServeOptions } from './config/options.ts';
import { readVersion } from './config/version.ts';
import { describeChange } from './control/describe-change.ts';
import { IntentKeeper } from './control/intent-keeper.ts';
import { type Control, compileFirst, startControl } from './control/loop.ts';
import { bundledDatabaseFile, GeoDatabaseError } from './geo/database.ts';
import { createHealth } from './health/engine.ts';
import { systemClock as clock } from './lib/clock.ts';
import { intentTargetKey } from './lib/keys.ts';
import { seededRandom } from './lib/random.ts';
import { formatSocketAddress, type SocketAddress } from './lib/socket-address.ts';
import type { Declared } from './model/declared.ts';
import type { EndpointState } from './model/effective.ts';
import { ListenError, startResponder } from './responder/responder.ts';
import { clientFlags, standInBanner } from './serving/banner.ts';
import { DatabaseKeeper } from './serving/database-keeper.ts';
import { describeLoaded } from './serving/database-words.ts';
import { listenForEnd } from './serving/end-signal.ts';
import { allStarted, orStartError } from './serving/errors.ts';
import { Faults } from './serving/faults.ts';
import { deriveFrom } from './serving/health-inputs.ts';
import { HostKeeper } from './serving/host-keeper.ts';
import { LateProbes } from './serving/late-probes.ts';
import { loadFirst, loadInThread, type PreparedZones } from './serving/load.ts';
import { createLog, type Logger, type Output, standardOutput } from './serving/log.ts';
import { type ServingCounters, servingCounters } from './serving/metrics.ts';
import { observe } from './serving/observe.ts';
import { createOperations, type Moment, momentOf } from './serving/operations.ts';
import { affordableProbes, readProcessLimits } from './serving/probe-limit.ts';
import { type LoadedDatabase, readDatabase } from './serving/read-database.ts';
import { Reloader } from './serving/reload.ts';
import { type Reloaded, reloadEverything } from './serving/reload-everything.ts';
import { endAtUncaught } from './serving/uncaught.ts';
import { Unprobed } from './serving/unprobed.ts';
import { VerdictKeeper } from './serving/verdict-keeper.ts';
import { planStandIns } from './stand-ins/plan.ts';
import { type StandIn, StandInError, startStandIn } from './stand-ins/site.ts';
import { adminToken, tokensEqual } from './store/admin-token.ts';
import { StoreError } from './store/errors.ts';
import { openStore, type Store } from './store/open.ts';

export { StartError } from './serving/errors.ts';

const VERSION = readVersion();

/**
 * The composition root: builds all of Meridian from its options, runs it until it is told to end, and ends what it built in the opposite
 * order. Throws StartError, in lines for the operator, where it cannot start.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const counters = servingCounters();
  const output = standardOutput({
    onLost: () => counters.logLinesLost++,
    onDropped: lines => log.error({ lines }, `${lines} lines were dropped here: the reader of this log did not read`),
  });
  const log = createLog(options.logLevel, output);
  await using stack = new AsyncDisposableStack();
  stack.use(endAtUncaught(log));
  const running = Promise.withResolvers<Reloaded>();
  const facts = { options, log, output, counters, faults: new Faults(log, counters), started: momentOf(clock) };
  // A hangup during the start is obeyed after it: the zones may have changed since they were read.
  const { ended } = stack.use(listenForEnd(() => void running.promise.then(reload)));
  const known = [ApiListenError, GeoDatabaseError, ListenError, StandInError, StoreError];
  const ending = new AbortController();
  void ended.then(() => ending.abort());
  await orStartError(known, async () => running.resolve(await start(facts, stack, ending.signal))).catch(error => {
    // Told to end while the zones were read: there is nothing to start any more.
    if (!ending.signal.aborted) throw error;
  });
  log.info(`${await ended}: ending`);
  await stack.disposeAsync();
  log.info('ended');
}

async function start(facts: Facts, stack: AsyncDisposableStack, ending: AbortSignal): Promise<Reloaded> {
  const { options, log, output } = facts;
  const [zones, geography] = await allStarted([loadFirst(options, log, ending), loadGeography(options, ending)]);
  const inputs = readInputs(facts, { zones, geography }, stack);
  const standIns = options.standIns ? await startStandIns(inputs.declared, log, stack) : [];
  await inputs.hosts.settled(ending);
  const answering = await startAnswering(facts, inputs, stack);
  const reloader = startWatching(facts, inputs, answering, stack);
  const database = stack.use(keepDatabase(facts, inputs, answering));
  const apiAt = await startApi(facts, inputs, { ...answering, reloader, database }, stack);
  const { responder } = answering;
  log.info(describeLoaded(inputs.geography));
  database.warn();
  const dns = responder.addresses.map(at => `${formatSocketAddress(at)} (${at.transport})`).join(', ');
  log.info(
    `serving ${inputs.declared.zones.size} zones on ${dns}; API on http://${formatSocketAddress(apiAt)}; token in ${inputs.token.file}`,
  );
  if (standIns.length > 0)
    output.write(
      standInBanner({ standIns, declared: inputs.declared, dns: responder.addresses[0]!, api: apiAt, flags: clientFlags(apiAt, options) }),
    );
  return { reloader, database };
}

/** What becomes of it is in the log and in the status. */
async function reload(running: Reloaded): Promise<void> {
  await reloadEverything(running).catch(() => {});
}

interface Facts {
  readonly options: ServeOptions;
  readonly log: Logger;
  readonly output: Output;
  readonly faults: Faults;
  readonly counters: ServingCounters;
  readonly started: Moment;
}

type Inputs = ReturnType<typeof readInputs>;
type Answering = Awaited<ReturnType<typeof startAnswering>>;

/** The geographic database to begin with. Throws StartError where its file cannot be used. */
function loadGeography({ geodb }: ServeOptions, signal: AbortSignal): Promise<LoadedDatabase> {
  return orStartError([GeoDatabaseError], () => readDatabase(geodb ?? bundledDatabaseFile(), { clock, signal }));
}

interface Loaded {
  readonly zones: PreparedZones;
  readonly geography: LoadedDatabase;
}

/** What was loaded and the store: what must be there and whole before anything listens. */
function readInputs(facts: Facts, { zones: { declared, prepared }, geography }: Loaded, stack: AsyncDisposableStack) {
  const { options, log, faults } = facts;
  const store = stack.use(openStore(options.data));
  const token = adminToken(options.data);
  const restored = store.verdicts.restore();
  const intents = store.intents.list();
  for (const warning of [...(token.warning ? [token.warning] : []), ...restored.warnings, ...intents.warnings]) log.warn(warning);
  const onFault = (error: unknown) => faults.note('verdicts could not be stored', error);
  const verdicts = stack.use(new VerdictKeeper({ stored: restored.verdicts, store: store.verdicts, clock, onFault }));
  const health = createHealth({ restore: key => verdicts.last(key), clock });
  health.assign(declared);
  verdicts.prune(new Set(health.targets.map(({ key }) => key)));
  const controlled = Promise.withResolvers<Control>();
  const hosts = lookUpHosts(facts, { store, control: controlled.promise }, stack);
  hosts.assign(declared);
  hosts.prune();
  return {
    declared,
    prepared,
    geography,
    locations: geography.table,
    store,
    token,
    health,
    verdicts,
    hosts,
    controlled,
    intents: intents.rows,
  };
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

async function startStandIns(declared: Declared, log: Logger, stack: AsyncDisposableStack): Promise<StandIn[]> {
  const standIns: StandIn[] = [];
  for (const plan of planStandIns(declared)) {
    const standIn = stack.use(await startStandIn(plan));
    for (const warning of standIn.warnings) log.warn(warning);
    standIns.push(standIn);
  }
  return standIns;
}

/** The responder, from the first table on, and the loop that gives it every later one. */
async function startAnswering(facts: Facts, inputs: Inputs, stack: AsyncDisposableStack) {
  const { options, log, faults, counters } = facts;
  const derive = deriveFrom(inputs.health, clock, inputs.hosts.names.addressesOf);
  const first = compileFirst(inputs, derive);
  const newLookup = ({ table }: Compiled) => createLookup(table, seededRandom(randomInt(2 ** 32)));
  let lookup = newLookup(first.compiled);
  const responder = stack.use(
    await startResponder({
      listen: options.dns,
      workers: options.workers,
      table: first.compiled.table,
      identity: { version: `meridian ${VERSION}`, serverId: options.protocol.serverId ?? hostname(), hidden: options.protocol.hidden },
      protocol: options.protocol,
      onWarning: line => log.warn(line),
      onFault: error => faults.note('responder', error),
    }),
  );
  const traffic = new TrafficLedger(first.compiled, table => responder.counted(table));
  const control = startControl({
    first,
    derive,
    clock,
    publish: update => responder.publish(update),
    onState: (before, after) => logChange(log, before, after),
    onServed({ compiled, generation }, change) {
      counters.updates++;
      if (!change) traffic.take(compiled);
      if (change) lookup.replace(change);
      else lookup = newLookup(compiled);
      log.debug({ generation }, `generation ${generation}: ${change ? `${change.decisions.sets.length} record sets` : 'everything'}`);
    },
  });
  const keeper = stack.use(keepIntents(inputs, control, facts));
  inputs.controlled.resolve(control);
  // It ends before the responder: what it still found could not be published.
  stack.use(inputs.hosts);
  return { responder, control, keeper, derive, traffic, source: () => lookup };
}

/** Intents outlive restarts, and end by themselves when their time is over. */
function keepIntents({ store, intents }: Inputs, control: Control, { log, faults }: Facts): IntentKeeper {
  return new IntentKeeper({
    stored: intents,
    store: change => store.intents.change(change),
    clock,
    onExpired(expired, left) {
      for (const { kind, target, author } of expired)
        log.info({ intent: kind, author }, `${intentTargetKey(target)}: ${kind} of ${author} expired`);
      control.change({ intents: left }).catch(error => faults.note('intents that expired are still in the answers', error));
    },
    onFault: error => faults.note('intents that expired could not be removed from the store', error),
  });
}

/** The embedded vantage, and what its observations lead to; gives what reads the zones again. */
function startWatching(facts: Facts, inputs: Inputs, { control }: Answering, stack: AsyncDisposableStack): Reloader {
  const { options, log, faults, counters } = facts;
  const { health, verdicts, hosts } = inputs;
  const maxProbes = affordableProbes(options.maxProbes, readProcessLimits(), line => log.warn(line));
  const late = stack.use(new LateProbes({ log, counters, clock, maxProbes }));
  const probes = stack.use(
    startProbes({
      vantage: options.vantage,
      clock,
      random: seededRandom(randomInt(2 ** 32)),
      maxInFlight: maxProbes,
      allowExec: options.allowExec,
      onObservation: observe({ health, control, verdicts, counters, faults, log }),
      onFault: new Unprobed({ faults, counters, clock }).note,
      onLate: late.note,
    }),
  );
  probes.assign(health.targets);
  const load = (zones: string, signal: AbortSignal) => loadInThread({ ...options, zones }, signal);
  const parts = { load, health, control, probes, verdicts, hosts, counters, faults, log, clock };
  return stack.use(new Reloader({ directory: options.zones, ...parts }));
}

/** From now on a change of the database's file is seen. */
function keepDatabase({ options, log, counters }: Facts, { geography: first }: Inputs, { control }: Answering): DatabaseKeeper {
  const watched = options.geodb !== undefined;
  return new DatabaseKeeper({ file: first.table.source.file, watched, first, control, counters, log, clock });
}

async function startApi(
  facts: Facts,
  { token, hosts }: Inputs,
  parts: Answering & { readonly reloader: Reloader; readonly database: DatabaseKeeper },
  stack: AsyncDisposableStack,
): Promise<SocketAddress> {
  const { options, log, counters, faults, started } = facts;
  const operations = createOperations({
    ...parts,
    resolutions: hosts.names.known,
    counters,
    faults,
    vantage: options.vantage,
    clock,
    started,
  });
  const api = createApi({ operations, token: token.token, tokensEqual, clock, version: VERSION, logger: log });
  stack.defer(() => api.close());
  return listen(api, options.api);
}

function logChange(log: Logger, before: EndpointState | undefined, after: EndpointState): void {
  const line = describeChange(before, after);
  if (line) log.info(line.fields, line.message);
}
