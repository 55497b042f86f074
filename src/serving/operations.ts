import { explain } from '../answer/explain.ts';
import type { AnswerSource } from '../answer/source.ts';
import { type IntentChange, NotServed, NotStored, type Operations, type Snapshot } from '../api/operations.ts';
import type { IntentKeeper } from '../control/intent-keeper.ts';
import type { Control } from '../control/loop.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import { isInForce } from '../lib/in-force.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import { serialOf } from '../lib/soa.ts';
import { formatSocketAddress } from '../lib/socket-address.ts';
import type { DeclaredZone } from '../model/declared.ts';
import type { Intent } from '../model/intent.ts';
import type { Resolutions } from '../model/resolution.ts';
import type { Responder } from '../responder/responder.ts';
import type { DatabaseKeeper } from './database-keeper.ts';
import type { Faults } from './faults.ts';
import { fleetMetrics } from './fleet-metrics.ts';
import type { Logger } from './log.ts';
import { collectMetrics, type ServingCounters } from './metrics.ts';
import { tellOverrun } from './overrun.ts';
import { type RecoverParts, recoverEndpoints } from './recover.ts';
import type { Reloader } from './reload.ts';
import { type Reloaded, reloadEverything } from './reload-everything.ts';
import { askWhatIf, forecastChange, type WhatIfParts } from './what-if.ts';

export interface OperationParts extends WhatIfParts, Pick<RecoverParts, 'verdicts'>, Pick<Reloaded, 'renewCertificate'> {
  readonly control: Control;
  readonly health: Pick<Health, 'recover' | 'standings' | 'vantages' | 'held'>;
  readonly fleet: Pick<Fleet, 'vantages'>;
  readonly keeper: IntentKeeper;
  readonly reloader: Reloader;
  readonly database: DatabaseKeeper;
  readonly responder: Responder;
  /** The look-up that explanations are taken from, over the table that is served. */
  readonly source: () => AnswerSource;
  /** What is known of hosts, now and whenever it is looked at. */
  readonly resolutions: Resolutions;
  readonly counters: ServingCounters;
  readonly faults: Faults;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: Clock;
  readonly started: Moment;
}

/** One moment on both clocks: the one that people read, and the one that spans are measured with. */
export interface Moment {
  readonly atMs: number;
  readonly monotonicMs: number;
}

/** Now. */
export function momentOf(clock: Clock): Moment {
  return { atMs: clock.now(), monotonicMs: clock.monotonic() };
}

/** What the API can see and do. */
export function createOperations(parts: OperationParts): Operations {
  const { control, responder, source, counters } = parts;
  return {
    snapshot: () => takeSnapshot(parts),
    change: async (change, also) => carry(keep({ change, also }, parts), parts),
    reload: () => reloadEverything(parts),
    explain(question) {
      const { compiled, states } = control.served;
      return explain({ ...question, compiled, states, source: source(), nowMs: parts.clock.now() });
    },
    whatIf: question => askWhatIf(question, parts),
    foretell: change => forecastChange(change, parts),
    tryReload: () => parts.reloader.look(),
    recover: endpoints => recoverEndpoints(endpoints, parts),
    standings: endpoint => parts.health.standings(endpoint),
    vantages: () => parts.health.vantages,
    metrics: () => [
      ...collectMetrics(takeSnapshot(parts), responder.counters(), counters),
      ...fleetMetrics({ vantages: parts.fleet.vantages(), standings: parts.health.vantages, held: parts.health.held }),
    ],
  };
}

/** Writes the change down, and tells of planned work that it ends too early. Throws NotStored where it cannot be written: then nothing has changed. */
function keep(wanted: WantedChange, parts: OperationParts): readonly Intent[] {
  const { keeper, control, log, clock } = parts;
  const before = keeper.intents;
  const intents = write(wanted, parts);
  const nowMs = clock.now();
  const stays = new Set(intents);
  const ended = before.filter(intent => !stays.has(intent) && isInForce(intent, nowMs));
  tellOverrun(ended, intents, { control, log, nowMs });
  return intents;
}

interface WantedChange {
  readonly change: IntentChange;
  /** What is stored with it or not at all. */
  readonly also: (() => void) | undefined;
}

function write({ change, also }: WantedChange, { keeper, faults }: OperationParts): readonly Intent[] {
  try {
    return keeper.change(change, also);
  } catch (error) {
    faults.note('an intent could not be stored', error);
    throw new NotStored(`it could not be stored, and nothing has changed: ${(error as Error).message}`, { cause: error });
  }
}

/** Has the workers serve intents. Throws NotServed where that fails: then the next update carries them. */
async function carry(intents: readonly Intent[], { control, faults }: OperationParts): Promise<number> {
  try {
    return await control.change({ intents });
  } catch (error) {
    faults.note('a change is stored, but not served yet', error);
    throw new NotServed(
      `the change is stored, and goes out with the next update; not every worker serves it yet: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

function serial({ name, nodes }: DeclaredZone): number {
  return serialOf(nodes.get(name)!.sets.get(RR_TYPE.SOA)!.rdata[0]!);
}

function takeSnapshot({
  control,
  keeper,
  resolutions,
  reloader,
  database,
  responder,
  faults,
  fleet,
  clock,
  started,
}: OperationParts): Snapshot {
  const { inputs, states, generation } = control.served;
  return {
    generation,
    startedAtMs: started.atMs,
    uptimeMs: clock.monotonic() - started.monotonicMs,
    declared: inputs.declared,
    states,
    intents: keeper.intents,
    resolutions,
    listening: responder.addresses.map(at => `${at.transport} ${formatSocketAddress(at)}`),
    vantages: fleet.vantages().map(({ name }) => name),
    rejected: reloader.rejected,
    lastError: faults.last,
    geoDatabase: database.facts,
    ready: !control.behind,
    zoneSerials: new Map([...inputs.declared.zones.values()].map(zone => [zone.name, serial(zone)])),
  };
}
