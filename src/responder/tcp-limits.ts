/** What TCP clients are granted at one address (RFC 7766 section 6.2, RFC 9210 section 4). */
export interface TcpLimits {
  /** Connections at a time; those above are closed at once (RFC 7766 section 6.2.2). */
  readonly connections: number;
  /** Of one IPv4 address or IPv6 /64, so that no client can have them all. */
  readonly perClient: number;
  /** How long a connection may stay without a whole query, or without its answers being read (RFC 7766 section 6.2.3). */
  readonly idleMs: number;
  /** How long it may stay at all: then its queries are answered that have come, and it is closed. */
  readonly lifetimeMs: number;
}

/** Also what clients are told that ask (RFC 7828). */
export const TCP_IDLE_MS = 10_000;

export const TCP_LIMITS: TcpLimits = { connections: 1000, perClient: 100, idleMs: TCP_IDLE_MS, lifetimeMs: 600_000 };
