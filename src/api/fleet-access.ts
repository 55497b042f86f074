import type { KnownVantage } from '../model/vantage.ts';
import type { FieldError } from './problem.ts';

/** What the API needs of the fleet. The composition root hands it in; the API never sees the fleet itself. */
export interface FleetAccess {
  /** All vantages, by name. */
  vantages(): readonly KnownVantage[];
  /** Opens the stream of an agent whose token is good for this vantage. */
  open(request: AgentRequest): AgentStream;
  /** Takes in the report of such an agent; all that is wrong with one that is not well formed. */
  report(vantage: string, body: unknown): ReportOutcome;
  /** Octets that a report may have. */
  readonly maxReportBytes: number;
}

/** An agent that asks for its stream. */
export interface AgentRequest {
  readonly vantage: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** The address that it comes from. */
  readonly remote: string;
  /** The id of its token; undefined for that of the data directory. */
  readonly token: string | undefined;
  /** Called once, where the agent is welcome. */
  readonly connect: () => EventSink;
}

/** Where the events of a stream are written. */
export interface EventSink {
  /** Octets that were written and that the other end has not taken yet. */
  readonly waitingBytes: number;
  /** Writes parts of one event, one after the other. */
  write(text: readonly (string | Uint8Array)[]): void;
  /** Ends the stream after what was written. */
  end(): void;
  /** Ends it at once. */
  cut(): void;
}

export type AgentStream =
  | {
      readonly kind: 'opened';
      /** Tells the agent to try again, and ends the stream. */
      end(reason: string): void;
      /** To be called when the connection is gone, whoever ended it. */
      closed(): void;
    }
  | { readonly kind: 'refused'; readonly faults: readonly FieldError[] }
  /** The name is that of the vantage within the controller. */
  | { readonly kind: 'taken' };

export type ReportOutcome =
  | { readonly kind: 'taken'; readonly answer: { readonly taken: number } }
  | { readonly kind: 'malformed'; readonly faults: readonly FieldError[] }
  /** Its stream was not opened (yet, since the start of the controller). */
  | { readonly kind: 'unknown' };
