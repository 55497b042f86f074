import type { FieldFault } from './field-fault.ts';

/** Something about a vantage that an operator may want to know. Events that repeat are told at most once in ten seconds each. */
export type FleetEvent = { readonly vantage: string } & (
  | { readonly kind: 'connected'; readonly remote: string; readonly version: string; readonly region: string | undefined }
  /** Neither a stream nor a report for a while. */
  | { readonly kind: 'lost'; readonly unheardMs: number }
  /** Not heard of for so long that it is no vantage any more. */
  | { readonly kind: 'forgotten'; readonly unheardMs: number }
  /** Another agent has come in its place: it was started again, or two have one name. */
  | { readonly kind: 'replaced'; readonly remote: string; readonly formerRemote: string }
  /** Its agent does not read its stream, or there is nobody at the other end: it was cut. */
  | { readonly kind: 'cut'; readonly reason: 'unread' | 'unheard'; readonly remote: string }
  /** An agent that may not open its stream. */
  | { readonly kind: 'refused'; readonly remote: string; readonly reason: string }
  | { readonly kind: 'malformed'; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'duplicate'; readonly sequence: number }
  | { readonly kind: 'late'; readonly observations: number; readonly agoMs: number }
  /** It cannot do some of its probes; the first of them. */
  | { readonly kind: 'unable'; readonly probes: number; readonly probe: string; readonly reason: string }
  | { readonly kind: 'able' }
  | { readonly kind: 'controls-failing'; readonly reason: string }
  | { readonly kind: 'controls-mended' }
  /** Positive: the agent's clock is ahead. */
  | { readonly kind: 'skewed'; readonly skewMs: number }
  | { readonly kind: 'dropped'; readonly reason: string }
);
