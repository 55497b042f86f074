import { randomInt } from 'node:crypto';
import { startVantage } from '../probes/vantage.ts';
import { ApiListenError } from './api/listen.ts';
import { TlsFileError } from './api/tls.ts';
import type { ServeOptions } from './config/options.ts';
import { readVersion } from './config/version.ts';
import { rehearse } from './control/rehearsal.ts';
import { EventLog } from './events/log.ts';
import { bundledDatabaseFile, GeoDatabaseError } from './geo/database.ts';
import { systemClock as clock } from './lib/clock.ts';
import { seededRandom } from './lib/random.ts';
import { formatSocketAddress } from './lib/socket-address.ts';
import type { Declared } from './model/declared.ts';
import { ListenError } from './responder/responder.ts';
import { type Answering, startAnswering } from './serving/answering.ts';
import { clientFlags, standInBanner } from './serving/banner.ts';
import { DatabaseKeeper } from './serving/database-keeper.ts';
import { describeLoaded } from './serving/database-words.ts';
import { listenForEnd } from './serving/end-signal.ts';
import { allStarted, orStartError } from './serving/errors.ts';
import type { Facts } from './serving/facts.ts';
import { Faults } from './serving/faults.ts';
import { type Inputs, readInputs } from './serving/inputs.ts';
import { LateProbes } from './serving/late-probes.ts';
import { loadFirst, loadInThread } from './serving/load.ts';
import { createLog, type Logger, standardOutput } from './serving/log.ts';
import { servingCounters } from './serving/metrics.ts';
import { startMoves } from './serving/moving.ts';
import { momentOf } from './serving/operations.ts';
import { affordableProbes, readProcessLimits } from './serving/probe-limit.ts';
import { type LoadedDatabase, readDatabase } from './serving/read-database.ts';
import { Reloader } from './serving/reload.ts';
import { type Reloaded, reloadEverything } from './serving/reload-everything.ts';
import { startApi } from './serving/start-api.ts';
import { endAtUncaught } from './serving/uncaught.ts';
import { Unprobed } from './serving/unprobed.ts';
import { VantageLog } from './serving/vantage-log.ts';
import { Watching } from './serving/watching.ts';
import { planStandIns } from './stand-ins/plan.ts';
import { type StandIn, StandInError, startStandIn } from './stand-ins/site.ts';
import { StoreError } from './store/errors.ts';

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
  const events = new EventLog({ clock, onFault: error => log.error({ err: error }, 'a listener of events') });
  const faults = new Faults(log, counters, events);
  const facts: Facts = { options, version: VERSION, log, events, output, counters, faults, started: momentOf(clock) };
  // A hangup during the start is obeyed after it: the zones may have changed since they were read.
  const { ended } = stack.use(listenForEnd(() => void running.promise.then(reload)));
  const known = [ApiListenError, GeoDatabaseError, ListenError, StandInError, StoreError, TlsFileError];
  const ending = new AbortController();
  void ended.then(() => ending.abort());
  await orStartError(known, async () => running.resolve(await start(facts, stack, ending.signal))).catch(error => {
    // Told to end while the zones were read: there is nothing to start any more.
    if (!ending.signal.aborted) throw error;
  });
  log.info(`${await ended}: ending`);
  events.note({ kind: 'server', message: `ending: ${await ended}`, data: { what: 'ending' } });
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
  const watching = startWatching(facts, inputs, answering, stack);
  const reloader = stack.use(startReloader(facts, inputs, { ...answering, watching }));
  const database = stack.use(keepDatabase(facts, inputs, answering));
  const moves = startMoves(facts, inputs, answering, stack);
  const api = await startApi(facts, inputs, { ...answering, reloader, database, watching, ...moves }, stack);
  const { responder } = answering;
  log.info(describeLoaded(inputs.geography));
  database.warn();
  rehearse(answering.control.served, clock, ending).catch(error =>
    facts.faults.note('the failover of an endpoint cannot be compiled', error),
  );
  const dns = responder.addresses.map(at => `${formatSocketAddress(at)} (${at.transport})`).join(', ');
  log.info(
    `serving ${inputs.declared.zones.size} zones on ${dns}; API on ${options.apiTls ? 'https' : 'http'}://${formatSocketAddress(api.at)}; token in ${inputs.token.file}`,
  );
  const served = `started: version ${VERSION}, ${inputs.declared.zones.size} zones`;
  facts.events.note({ kind: 'server', generation: answering.control.served.generation, message: served, data: { what: 'started' } });
  if (standIns.length > 0)
    output.write(
      standInBanner({
        standIns,
        declared: inputs.declared,
        dns: responder.addresses[0]!,
        api: api.at,
        tls: options.apiTls !== undefined,
        flags: clientFlags(api.at, options),
      }),
    );
  return { reloader, database, renewCertificate: api.renewCertificate };
}

/** What becomes of it is in the log and in the status. */
async function reload(running: Reloaded): Promise<void> {
  await reloadEverything(running).catch(() => {});
}

/** The geographic database to begin with. Throws StartError where its file cannot be used. */
function loadGeography({ geodb }: ServeOptions, signal: AbortSignal): Promise<LoadedDatabase> {
  return orStartError([GeoDatabaseError], () => readDatabase(geodb ?? bundledDatabaseFile(), { clock, signal }));
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

/** The vantages, the embedded one among them, and what their observations lead to. */
function startWatching(facts: Facts, inputs: Inputs, { control }: Answering, stack: AsyncDisposableStack): Watching {
  const { options, version, log, events, faults, counters } = facts;
  const { health, standstill, verdicts, vantages } = inputs;
  const maxProbes = affordableProbes(options.maxProbes, readProcessLimits(), line => log.warn(line));
  const late = stack.use(new LateProbes({ log, counters, clock, maxProbes }));
  const settings = {
    vantage: options.vantage,
    clock,
    random: seededRandom(randomInt(2 ** 32)),
    maxInFlight: maxProbes,
    allowExec: options.allowExec,
    controls: options.controls,
    onFault: new Unprobed({ faults, counters, clock }).note,
    onLate: late.note,
  };
  const vantageLog = new VantageLog({ log, events, faults, clock });
  const watching = new Watching({
    ...{ health, standstill, control, verdicts, counters, faults, log, clock, version },
    remembered: vantages.remembered,
    onEvent: vantageLog.note,
    onVantages: vantages.keeper.look,
    onTick: () => vantageLog.look(health),
    embedded: {
      name: options.vantage,
      region: options.region,
      start: told => startVantage({ ...settings, ...told }),
    },
  });
  watching.assign(health.targets);
  return stack.use(watching);
}

/** What reads the zones again. */
function startReloader(facts: Facts, { health, verdicts, hosts }: Inputs, parts: Answering & { watching: Watching }): Reloader {
  const { options, faults, counters, log, events } = facts;
  const load = (zones: string, signal: AbortSignal) => loadInThread({ ...options, zones }, signal);
  const { control, watching: probes } = parts;
  return new Reloader({ directory: options.zones, load, health, control, probes, verdicts, hosts, counters, faults, log, events, clock });
}

/** From now on a change of the database's file is seen. */
function keepDatabase({ options, log, counters }: Facts, { geography: first }: Inputs, { control }: Answering): DatabaseKeeper {
  const watched = options.geodb !== undefined;
  return new DatabaseKeeper({ file: first.table.source.file, watched, first, control, counters, log, clock });
}
