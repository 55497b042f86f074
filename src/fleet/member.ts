import type { Probe, Slot } from '../model/health.ts';
import type { ControlResult, IntakeCounts, KnownVantage, RefusedProbe } from '../model/vantage.ts';
import type { Assigned } from './assigned.ts';
import { cutOffReason } from './controls.ts';
import { RoundTripCounts } from './round-trips.ts';
import type { Session } from './session.ts';

/** The vantage within the controller's own process. */
export interface LocalVantage {
  readonly name: string;
  readonly region: string | undefined;
  assign(probes: readonly Probe[], slot: Slot): void;
  /** Probes these now, out of turn. */
  checkNow(probes: readonly string[]): void;
  /** The same, and a failure is confirmed anew, however many there were before. */
  recheck(probes: readonly string[]): void;
  /** How its control targets do; empty where it has none. */
  controls(): readonly ControlResult[];
}

/** What is known of a vantage from the last run. */
export type RememberedVantage = Pick<KnownVantage, 'name' | 'region'>;

/** One vantage, as the fleet keeps it. Times are of the monotonic clock. */
export interface Member {
  readonly name: string;
  /** Undefined: it is an agent. */
  readonly local: LocalVantage | undefined;
  region: string | undefined;
  /** Undefined until it came: it is known from the last run of the controller alone. */
  version: string | undefined;
  clockSkewMs: number | undefined;
  session: Session | undefined;
  /** The id of the token that its agent last came with. */
  token: string | undefined;
  /** When the agent last opened a stream. */
  openedAtMs: number;
  heardAtMs: number;
  /** Whether it was told of as lost. */
  lost: boolean;
  /** Why it is not wanted any more. */
  dropped: string | undefined;
  /** Its place, and what it was asked for with it. */
  slot: Slot | undefined;
  asked: Assigned | undefined;
  controls: readonly ControlResult[];
  refused: readonly RefusedProbe[];
  /** By boot of its agent, the latest last: the highest sequence that was taken. */
  readonly sequences: Map<string, number>;
  /** When the latest of its probes ended. */
  endedAtMs: number;
  readonly counts: { -readonly [Name in keyof IntakeCounts]: IntakeCounts[Name] };
  readonly roundTrips: RoundTripCounts;
}

/** A vantage of which nothing is known but that it is heard of now. */
export function newMember(name: string, nowMs: number, local?: LocalVantage): Member {
  return {
    name,
    local,
    region: local?.region,
    version: undefined,
    clockSkewMs: undefined,
    session: undefined,
    token: undefined,
    openedAtMs: Number.NEGATIVE_INFINITY,
    heardAtMs: nowMs,
    lost: false,
    dropped: undefined,
    slot: undefined,
    asked: undefined,
    controls: [],
    refused: [],
    sequences: new Map(),
    endedAtMs: Number.NEGATIVE_INFINITY,
    counts: { reports: 0, duplicateReports: 0, taken: 0, late: 0, unknown: 0 },
    roundTrips: new RoundTripCounts(),
  };
}

/** A vantage of the controller's last run, which is given time to come back: it counts as heard of now. */
export function rememberedMember({ name, region }: RememberedVantage, nowMs: number): Member {
  return { ...newMember(name, nowMs), region };
}

/** Why it has no say for the time being, undefined where it has. */
export function votelessReason({ dropped, controls }: Member): string | undefined {
  return dropped ?? cutOffReason(controls);
}

/** What others may know of it. */
export function viewMember(member: Member, nowMs: number): KnownVantage {
  const { session } = member;
  return {
    name: member.name,
    region: member.region,
    kind: member.local ? 'embedded' : 'remote',
    version: member.version,
    connection: session && { sinceMs: session.facts.sinceMs, remote: session.facts.remote },
    heardAgoMs: nowMs - member.heardAtMs,
    slot: member.slot,
    assigned: member.slot ? (member.asked?.probes.length ?? 0) : 0,
    refused: member.refused,
    controls: member.controls,
    voteless: votelessReason(member),
    dropped: member.dropped !== undefined,
    clockSkewMs: member.clockSkewMs,
    counts: { ...member.counts },
    roundTrips: member.roundTrips.view(),
  };
}
