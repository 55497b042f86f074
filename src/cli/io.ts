/** Where a command prints; each text is one or more whole lines without their last end. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

/** Prints what `--json` shows. */
export function printJson(io: Io, value: unknown): void {
  io.out(JSON.stringify(value, null, 2));
}
