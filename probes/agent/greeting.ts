import { FLEET_CONTRACT, type Greeting, streamPath } from '../../src/fleet/contract.ts';

/** Who an agent is, for as long as it runs. */
export interface Introduction {
  readonly vantage: string;
  readonly region: string | undefined;
  readonly boot: string;
  /** Of the program. */
  readonly version: string;
}

/** The path of the stream, with the greeting of an agent whose clock shows `nowMs`. */
export function greetingPath({ vantage, region, boot, version }: Introduction, nowMs: number): string {
  const greeting: Greeting = {
    contract: String(FLEET_CONTRACT),
    boot,
    version,
    now_ms: String(Math.round(nowMs)),
    ...(region !== undefined && { region }),
  };
  return `${streamPath(vantage)}?${new URLSearchParams({ ...greeting })}`;
}
