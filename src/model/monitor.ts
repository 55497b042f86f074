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
export type CheckSettings = HttpCheck | TcpCheck;

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
