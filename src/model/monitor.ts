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
  /** After a failure a vantage probes again this soon, until `fall` failures in a row or a success; undefined: at its next turn. */
  readonly confirmMs: number | undefined;
  readonly quorum: Quorum;
  readonly recovery: Recovery;
  /** `inform`: probed and shown as any other, but no verdict follows from it. */
  readonly role: 'vote' | 'inform';
  readonly check: CheckSettings;
}

/**
 * How many of the vantages that have a say must see an endpoint down for it to be down; it is up while fewer do. With `perRegion`
 * that many within a region make the region see it down, and `need` counts regions.
 */
export interface Quorum {
  readonly need: Need;
  readonly perRegion: Need | undefined;
}

/** `count` and `percent` are at least 1 in effect, and at most all that have a say. */
export type Need =
  | { readonly kind: 'majority' }
  | { readonly kind: 'any' }
  | { readonly kind: 'all' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'percent'; readonly percent: number };

/** What it takes for an endpoint that was down, and that the vantages see well again, to be up. */
export type Recovery =
  | { readonly kind: 'auto' }
  /** It must have been well for this long without a break. */
  | { readonly kind: 'delayed'; readonly delayMs: number }
  /** An operator says so. */
  | { readonly kind: 'manual' };

/** What a check does and expects, by type. A new check is a new member here and a new file in `probes/checks`. */
export type CheckSettings = HttpCheck | HttpsCheck | TlsCheck | TcpCheck | DnsCheck | GrpcCheck | IcmpCheck | ExecCheck;

export interface HttpCheck extends HttpExchange {
  readonly type: 'http';
}

export interface HttpsCheck extends HttpExchange, ExpectedCertificate {
  readonly type: 'https';
}

/** What is asked over HTTP, and what is expected of the answer. */
export interface HttpExchange {
  readonly port: number;
  readonly path: string;
  readonly method: string;
  /** The Host header; undefined: the endpoint's own address and port. */
  readonly host?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Inclusive ranges of status codes that pass. */
  readonly expectStatus: readonly StatusRange[];
  /** What the first 64 KB of the body must hold, content codings undone; undefined: the body is not read. */
  readonly expectBody?: ExpectedBody;
  /** How many redirects are followed, on the endpoint itself; 0: the status of a redirect is judged as any other. */
  readonly redirects: number;
}

export type StatusRange = readonly [from: number, to: number];

/** A regular expression is ECMAScript's, without flags. */
export type ExpectedBody = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'regex'; readonly pattern: string };

/** What is asked over TLS, and what is expected of the certificate that comes. */
export interface ExpectedCertificate {
  /** The server name to ask for and to find in the certificate; undefined: the name that the check asks for anyway, if it has one. */
  readonly sni?: string;
  /** Whether the certificate must be valid now, for that name or address, and of a known authority. */
  readonly verify: boolean;
  /** Days that the certificate must be valid for, at least. */
  readonly minDaysLeft?: number;
}

export interface TlsCheck extends ExpectedCertificate {
  readonly type: 'tls';
  readonly port: number;
  /** Protocols to offer, of which the peer must take one (RFC 7301); empty: none are offered. */
  readonly alpn: readonly string[];
}

export interface TcpCheck {
  readonly type: 'tcp';
  readonly port: number;
  /** Octets to send once connected, each as the character of its number. */
  readonly send?: string;
  /** Octets that the first 64 KB of what comes must hold, each as the character of its number. */
  readonly expect?: string;
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

export interface GrpcCheck {
  readonly type: 'grpc';
  readonly port: number;
  /** The service to ask for; empty: the server as a whole. */
  readonly service: string;
  readonly tls: boolean;
  /** With TLS, whether the certificate must be valid. */
  readonly verify: boolean;
  /** The host that is asked for, and with TLS looked for in the certificate; undefined: the endpoint's own address and port. */
  readonly authority?: string;
}

export interface IcmpCheck {
  readonly type: 'icmp';
  /** Octets of data in the echo request. */
  readonly size: number;
}

export interface ExecCheck {
  readonly type: 'exec';
  /** The file to run, and its arguments; `{address}` and `{port}` stand for those of the endpoint in each of them. */
  readonly command: readonly [file: string, ...args: string[]];
  /** What `{port}` stands for. */
  readonly port?: number;
  /** What exit code 1 means. */
  readonly warning: 'pass' | 'fail';
}
