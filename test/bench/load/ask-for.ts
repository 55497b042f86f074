/** One run of load on one server. */
export interface Ask {
  readonly port: number;
  /** A file with a line `NAME A` for each question. */
  readonly questions: string;
  /** An EDNS option in wire form, which every question carries. */
  readonly option: Uint8Array | undefined;
  readonly seconds: number;
  /** Those that the load may run on; undefined: all. */
  readonly processors: string | undefined;
}
