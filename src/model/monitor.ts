import type { Name } from './zone.ts';

/** The definition of a check, as `NAME.yaml` declares it. */
export interface Monitor {
  readonly name: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Failures in a row that turn `up` into `down`. */
  readonly fall: number;
  /** Successes in a row that turn `down` into `up`. */
  readonly rise: number;
  readonly check: CheckSettings;
}

/** What a check does and expects, by type. A new check is a new member here and a new file in `probes/checks`. */
export type CheckSettings = HttpCheck | TcpCheck | DnsCheck;

export interface HttpCheck {
  readonly type: 'http';
  readonly port: number;
  readonly path: string;
  readonly method: 'GET' | 'HEAD';
  /** The Host header; undefined: the endpoint's own address and port. */
  readonly host?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Inclusive ranges of status codes that pass. */
  readonly expectStatus: readonly StatusRange[];
}

export type StatusRange = readonly [from: number, to: number];

export interface TcpCheck {
  readonly type: 'tcp';
  readonly port: number;
}

export interface DnsCheck {
  readonly type: 'dns';
  readonly port: number;
  readonly name: Name;
  /** The TYPE number. */
  readonly queryType: number;
  readonly transport: 'udp' | 'tcp';
  /** Whether the server is asked to recurse (RD). */
  readonly recursion: boolean;
  /** RCODEs that pass. */
  readonly expectRcodes: readonly number[];
  /** The RDATA of which the answer must have one, or every one, each in one form alone; undefined: whatever the answer has. */
  readonly expectRdata?: { readonly values: readonly string[]; readonly every: boolean };
}
