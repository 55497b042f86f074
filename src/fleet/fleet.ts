import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../lib/clock.ts';
import type { Standstill } from '../lib/standstill.ts';
import type { Observation, Probe, TargetKey, VantageFacts } from '../model/health.ts';
import type { KnownVantage } from '../model/vantage.ts';
import { Announcer } from './announcer.ts';
import { type Assigned, assigned, NOTHING_ASSIGNED } from './assigned.ts';
import { HEARTBEAT_MS, MAX_REPORT_BYTES } from './contract.ts';
import type { FleetEvent } from './fleet-event.ts';
import { beat } from './heartbeat.ts';
import { countTaken } from './intake.ts';
import { type LocalVantage, type Member, newMember, type RememberedVantage, rememberedMember, viewMember } from './member.ts';
import { type OpenedStream, openStream, type StreamRequest } from './open-stream.ts';
import { Rechecks } from './rechecks.ts';
import { Roster } from './roster.ts';
import { type Suspects, Suspicion } from './suspicion.ts';
import { noteControls, type ReportOutcome, type TakeReportParts, takeReport } from './take-report.ts';

export interface FleetOptions {
  readonly clock: Clock;
  /** When this process stood still; it outlives the fleet. */
  readonly standstill: Pick<Standstill, 'within'>;
  /** Of the program. */
  readonly version: string;
  /** The vantages of the last run, whose agents are about to come back: they count as heard of at the start. Default: none. */
  readonly remembered?: readonly RememberedVantage[];
  /** Its target is the key of a probe, its time the controller's; of one vantage the oldest comes first. */
  readonly onObservation: (observation: Observation) => void;
  /** All vantages, by name, whenever anything that the health engine must know of one has changed. */
  readonly onVantages: (facts: readonly VantageFacts[]) => void;
  readonly onEvent: (event: FleetEvent) => void;
}

/** The vantages: who they are, what they are asked, and what comes from them. Disposed, it has ended every stream and has no timer. */
export interface Fleet extends Disposable {
  /** Has every vantage probe these in place of what was before; what is the same is not sent again. */
  assign(probes: readonly Probe[]): void;
  /** Has all vantages but `by`, which saw it fail, check a probe now. */
  suspect(probe: TargetKey, by: string): void;
  /** Has one vantage check a probe now, and confirm a failure anew: what it counted so far does not count here. */
  recheck(probe: TargetKey, vantage: string): void;
  /** Takes in the vantage of this process: it is asked for what is assigned at once, if anything is. */
  join(local: LocalVantage): LocalSession;
  /** Opens the stream of an agent whose token is good for this vantage. */
  open(request: StreamRequest): OpenedStream;
  /** Takes the report of an agent whose token is good for this vantage. */
  report(vantage: string, body: unknown): ReportOutcome;
  /** Octets that a report may have. */
  readonly maxReportBytes: number;
  /** All vantages, by name. */
  vantages(): readonly KnownVantage[];
  /**
   * Lets a vantage go whose token is not good any more: its stream ends for good, and it has no say until an agent comes anew. With
   * the id of a token, only where its agent last came with that one, or did not come since the start: which one it has is not known.
   */
  drop(vantage: string, reason: string, token?: string): void;
}

/** What the vantage of this process tells. */
export interface LocalSession {
  /** Counts an observation and hands it on. */
  observed(observation: Observation): void;
  /** Its control targets do otherwise than before. */
  controlled(): void;
}

/** A fleet without vantages and with nothing to probe. */
export function createFleet(options: FleetOptions): Fleet {
  return new VantageFleet(options);
}

class VantageFleet implements Fleet {
  readonly maxReportBytes = MAX_REPORT_BYTES;
  readonly #options: FleetOptions;
  readonly #roster: Roster;
  readonly #parts: TakeReportParts;
  readonly #suspicion: Suspicion;
  readonly #rechecks: Rechecks;
  #assigned: Assigned = NOTHING_ASSIGNED;
  #facts: readonly VantageFacts[] = [];
  #cancelBeat = () => {};

  constructor(options: FleetOptions) {
    const { clock, standstill, version, remembered = [], onEvent, onObservation } = options;
    this.#options = options;
    this.#roster = new Roster(clock);
    for (const vantage of remembered) this.#roster.add(rememberedMember(vantage, clock.monotonic()));
    this.#parts = {
      clock,
      standstill,
      version,
      onObservation,
      roster: this.#roster,
      announcer: new Announcer(clock, onEvent),
      assigned: () => this.#assigned,
      settle: () => this.#settle(),
    };
    this.#suspicion = new Suspicion({ clock, onGathered: suspects => this.#ask(suspects) });
    this.#rechecks = new Rechecks({ clock, onGathered: (vantage, probes) => this.#recheck(vantage, probes) });
    this.#beatLater();
  }

  assign(probes: readonly Probe[]): void {
    const next = assigned(probes, this.#assigned);
    if (next === this.#assigned) return;
    this.#assigned = next;
    this.#suspicion.clear();
    this.#roster.distribute(next);
  }

  suspect(probe: TargetKey, by: string): void {
    const known = this.#assigned.byKey.get(probe);
    if (known) this.#suspicion.add(known, by);
  }

  recheck(probe: TargetKey, vantage: string): void {
    if (this.#assigned.byKey.has(probe)) this.#rechecks.add(probe, vantage);
  }

  join(local: LocalVantage): LocalSession {
    const { clock } = this.#options;
    const member = this.#roster.add(newMember(local.name, clock.monotonic(), local));
    member.version = this.#options.version;
    noteControls(member, local.controls(), this.#parts);
    this.#settle();
    return {
      observed: observation => {
        member.heardAtMs = clock.monotonic();
        countTaken(member, observation.ok, observation.durationMs);
        this.#options.onObservation(observation);
      },
      controlled: () => {
        noteControls(member, local.controls(), this.#parts);
        this.#settle();
      },
    };
  }

  open(request: StreamRequest): OpenedStream {
    return openStream(request, this.#parts);
  }

  report(vantage: string, body: unknown): ReportOutcome {
    return takeReport(vantage, body, this.#parts);
  }

  vantages(): readonly KnownVantage[] {
    const nowMs = this.#options.clock.monotonic();
    return this.#roster.all().map(member => viewMember(member, nowMs));
  }

  drop(vantage: string, reason: string, token?: string): void {
    const member = this.#roster.get(vantage);
    if (!member || member.local || member.dropped !== undefined) return;
    if (token !== undefined && member.version !== undefined && token !== member.token) return;
    member.dropped = reason;
    member.session?.end(reason, false);
    member.session = undefined;
    this.#parts.announcer.tell({ kind: 'dropped', vantage, reason });
    this.#settle();
  }

  [Symbol.dispose](): void {
    this.#cancelBeat();
    this.#suspicion[Symbol.dispose]();
    this.#rechecks[Symbol.dispose]();
    for (const { session } of this.#roster.all()) session?.end('the controller ends', true);
  }

  /** Who has a say comes before what is probed: an observation that comes of it is counted rightly. */
  #settle(): void {
    const facts = this.#roster.facts();
    if (!isDeepStrictEqual(facts, this.#facts)) {
      this.#facts = facts;
      this.#options.onVantages(facts);
    }
    this.#roster.distribute(this.#assigned);
  }

  #ask(suspects: Suspects): void {
    for (const member of this.#roster.all()) {
      const probes = [...suspects].filter(([, seenBy]) => !seenBy.has(member.name)).map(([probe]) => probe);
      if (probes.length > 0) checkNow(member, probes);
    }
  }

  /** An agent without a stream rechecks all that fails when it comes back. */
  #recheck(vantage: string, probes: readonly TargetKey[]): void {
    const { local, session } = this.#roster.get(vantage) ?? {};
    local?.recheck(probes);
    session?.send({ event: 'check', data: { probes, again: true } });
  }

  #beatLater(): void {
    const { clock, standstill } = this.#options;
    const beganMs = clock.monotonic();
    this.#cancelBeat = clock.after(HEARTBEAT_MS, () => {
      // While this process stood still it heard nobody: that is no silence of theirs.
      this.#roster.excuse(standstill.within(clock.monotonic() - beganMs));
      beat(this.#parts);
      this.#beatLater();
    });
  }
}

function checkNow({ local, session }: Member, probes: readonly TargetKey[]): void {
  local?.checkNow(probes);
  session?.send({ event: 'check', data: { probes } });
}
