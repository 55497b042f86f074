/** What one worker grants to TCP clients (RFC 7766 section 6.2, RFC 9210 section 4). */
export interface TcpLimits {
  /** Connections at a time; those above are closed at once. */
  readonly connections: number;
  /** Of one IPv4 address or IPv6 /64. */
  readonly perClient: number;
  /** How long a connection may stay without a whole query, or without its answers being read. */
  readonly idleMs: number;
  /** How long it may stay at all. */
  readonly lifetimeMs: number;
}

/** What clients that ask are told (RFC 7828). */
export const TCP_IDLE_MS = 10_000;

export const TCP_LIMITS: TcpLimits = { connections: 1000, perClient: 100, idleMs: TCP_IDLE_MS, lifetimeMs: 600_000 };
