import type { EventSink } from '../model/event.ts';
import type { Token } from '../model/token.ts';

/** Tells of a token that was made; of the token itself, nothing. */
export function noteTokenMade(events: EventSink, token: Token): void {
  const { id, role, author } = token;
  const message = `token ${labelOf(token)} made by ${author}: role ${role}${ofVantage(token)}`;
  events.note({ kind: 'token', target: id, author, message, data: { what: 'made', role } });
}

/** Tells of a token that is good no more. */
export function noteTokenEnded(events: EventSink, token: Token): void {
  const what = token.revokedAtMs === undefined ? 'expired' : 'revoked';
  const message = `token ${labelOf(token)} ${what === 'expired' ? 'has expired' : 'was revoked'}: role ${token.role}${ofVantage(token)}`;
  events.note({ kind: 'token', target: token.id, message, data: { what, role: token.role } });
}

function labelOf({ id, name }: Token): string {
  return name === undefined ? id : `${name} (${id})`;
}

function ofVantage({ vantage }: Token): string {
  return vantage === undefined ? '' : ` of vantage ${vantage}`;
}
