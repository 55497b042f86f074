import type { Capabilities, CloudErrorKind, CloudRecord, PlanStep } from '../model/cloud.ts';
import type { Name } from '../model/zone.ts';

/** Name servers that are not Meridian's, and how their records are read and changed. An instance is good for many zones. */
export interface Provider {
  /** Its kind, as the configuration names it: `alidns`, `rfc2136`. */
  readonly name: string;
  capabilities(zone: Name, signal: AbortSignal): Promise<Capabilities>;
  /** All records of these owners, or of the whole zone; those of others, too. */
  read(zone: Name, owners: readonly Name[] | 'all', signal: AbortSignal): Promise<readonly CloudRecord[]>;
  /**
   * Does these steps, in their order: as many as the provider changes at once (`Capabilities.atomic`), so that either all are done or none.
   * With an error it is not known whether they were done, unless its kind is `capability`: read again. `before`: all records of the steps' owners
   * as they were when the steps were planned; a provider that can makes the change only where they still are so.
   */
  apply(zone: Name, steps: readonly PlanStep[], signal: AbortSignal, before: readonly CloudRecord[]): Promise<void>;
  /** Those that answer for the zone with authority. */
  servers(zone: Name, signal: AbortSignal): Promise<readonly NameServer[]>;
  /** The serial of the zone at its primary, where every change gives it a new one: a server that has it has all changes (RFC 1982). */
  serial?(zone: Name, signal: AbortSignal): Promise<number | undefined>;
}

export interface NameServer {
  /** A host name without its last dot, or an address. */
  readonly host: string;
  readonly port: number;
}

export interface CloudErrorDetails {
  readonly kind: CloudErrorKind;
  /** The provider's own word for it: `Throttling.User`, `NXRRSET`. */
  readonly code: string;
  /** Milliseconds after which the provider says that it may be tried again. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** What a provider did not do. Its message has no credential in it. */
export class CloudError extends Error {
  readonly kind: CloudErrorKind;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { kind, code, retryAfterMs, cause }: CloudErrorDetails) {
    super(message, { cause });
    this.name = 'CloudError';
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
