import { UNHEARD_MS } from './contract.ts';
import type { Member } from './member.ts';
import type { FleetParts } from './parts.ts';
import { ABSENT_MS } from './roster.ts';
import { noteControls } from './take-report.ts';

/** What is done every HEARTBEAT_MS: streams get the time, and those who are not heard of any more are let go, step by step. */
export function beat(parts: FleetParts): void {
  const { announcer, roster, settle } = parts;
  for (const member of roster.all()) {
    if (member.local) noteControls(member, member.local.controls(), parts);
    else attend(member, parts);
  }
  for (const { name, heardAtMs } of roster.forget()) {
    announcer.tell({ kind: 'forgotten', vantage: name, unheardMs: parts.clock.monotonic() - heardAtMs });
    announcer.forget(name);
  }
  settle();
}

function attend(member: Member, { announcer, clock, roster }: FleetParts): void {
  const { name: vantage, session } = member;
  const unheardMs = roster.unheardMs(member);
  if (session && unheardMs > UNHEARD_MS) {
    session.cut();
    member.session = undefined;
    announcer.tellSparingly({ kind: 'cut', vantage, reason: 'unheard', remote: session.facts.remote });
  } else session?.send({ event: 'time', data: { grid_ms: clock.monotonic() } });
  if (member.session || member.lost || unheardMs <= ABSENT_MS || member.dropped !== undefined) return;
  member.lost = true;
  announcer.tell({ kind: 'lost', vantage, unheardMs });
}
