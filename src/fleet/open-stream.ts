import { isVantageName, VANTAGE_NAME_EXPECTED } from '../lib/vantage-name.ts';
import { FLEET_CONTRACT } from './contract.ts';
import { type FieldFault, faultOf } from './field-fault.ts';
import { type Greeted, readGreeting } from './greeting.ts';
import { type Member, newMember } from './member.ts';
import type { FleetParts } from './parts.ts';
import { Session, type StreamSink } from './session.ts';

/** An agent that asks for its stream. */
export interface StreamRequest {
  readonly vantage: string;
  /** A `Greeting`, not looked at yet. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The address that it comes from. */
  readonly remote: string;
  /** The id of its token; undefined for that of the data directory. */
  readonly token: string | undefined;
  /** Called once, where the agent is welcome: events are written from then on. */
  readonly connect: () => StreamSink;
}

export type OpenedStream =
  | {
      readonly kind: 'opened';
      /** Tells the agent to try again, and ends the stream. */
      end(reason: string): void;
      /** To be called when the connection is gone, whoever ended it. */
      closed(): void;
    }
  | { readonly kind: 'refused'; readonly faults: readonly FieldFault[] }
  /** The name is that of the vantage within the controller. */
  | { readonly kind: 'taken' };

/** More than that is told of. */
const SKEW_MS = 5000;

/** Opens a stream where the agent is welcome: it begins with `hello` and the assignment. The newest of several agents of one name wins. */
export function openStream(request: StreamRequest, parts: FleetParts): OpenedStream {
  const { vantage, remote } = request;
  const greeted = isVantageName(vantage) ? readGreeting(request.query) : [faultOf('vantage', VANTAGE_NAME_EXPECTED, vantage)];
  if (!('boot' in greeted)) {
    const reason = greeted.map(({ field, message }) => `${field}: ${message}`).join('; ');
    parts.announcer.tellSparingly({ kind: 'refused', vantage, remote, reason });
    return { kind: 'refused', faults: greeted };
  }
  const known = parts.roster.get(vantage);
  if (known?.local) return { kind: 'taken' };
  const member = known ?? parts.roster.add(newMember(vantage, parts.clock.monotonic()));
  replace(member, greeted, remote, parts);
  return welcome(member, greeted, request, parts);
}

function welcome(member: Member, greeted: Greeted, { connect, remote, token }: StreamRequest, parts: FleetParts): OpenedStream {
  const { announcer, clock, settle, version } = parts;
  const { name } = member;
  const session = new Session(connect(), {
    boot: greeted.boot,
    remote,
    token,
    sinceMs: clock.now(),
    onUnread: () => announcer.tellSparingly({ kind: 'cut', vantage: name, reason: 'unread', remote }),
  });
  meet(member, session, greeted, parts);
  session.send({ event: 'hello', data: { contract: FLEET_CONTRACT, version, grid_ms: clock.monotonic() } });
  settle();
  return {
    kind: 'opened',
    end: reason => session.end(reason, true),
    closed() {
      session.cut();
      if (member.session === session) member.session = undefined;
    },
  };
}

/** Takes note of who came. */
function meet(member: Member, session: Session, { version, region, nowMs }: Greeted, parts: FleetParts): void {
  const { announcer, clock } = parts;
  const { name: vantage } = member;
  const { remote } = session.facts;
  member.session = session;
  member.asked = undefined;
  member.openedAtMs = clock.monotonic();
  member.heardAtMs = member.openedAtMs;
  member.lost = false;
  member.dropped = undefined;
  member.token = session.facts.token;
  member.version = version;
  member.region = region;
  member.clockSkewMs = Math.round(skewOf(nowMs, parts));
  announcer.tellSparingly({ kind: 'connected', vantage, remote, version, region }, 5);
  if (Math.abs(member.clockSkewMs) > SKEW_MS) announcer.tellSparingly({ kind: 'skewed', vantage, skewMs: member.clockSkewMs });
}

/** By how much the clock of an agent is ahead that sent its greeting when it said `nowMs`. One that waited while this process stood still is not behind. */
function skewOf(nowMs: number, { clock, standstill }: FleetParts): number {
  const skewMs = nowMs - clock.now();
  if (skewMs >= -SKEW_MS) return skewMs;
  const excusedMs = skewMs + standstill.within(-skewMs);
  return excusedMs >= -SKEW_MS ? excusedMs : skewMs;
}

/** Ends the stream that a new one takes the place of: for good, where it is another agent's. */
function replace({ name, session }: Member, { boot }: Greeted, remote: string, { announcer }: FleetParts): void {
  if (session?.facts.boot === boot) session.cut();
  else if (session) {
    session.end(`another agent came as vantage ${name}, from ${remote}`, false);
    announcer.tellSparingly({ kind: 'replaced', vantage: name, remote, formerRemote: session.facts.remote });
  }
}
