import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { boundTo } from '../affinity.ts';
import type { Ask } from './ask-for.ts';

const CLIENTS = 8;
const OUTSTANDING = 100;

/** What came of asking as fast as answers come. */
export interface Saturation {
  readonly sent: number;
  readonly answered: number;
  readonly seconds: number;
  /** Of an answer, on average. */
  readonly octets: number;
}

/** Its version, or undefined where it is not installed. */
export function dnsperfVersion(): string | undefined {
  const { error, stdout, stderr } = spawnSync('dnsperf', ['-h'], { encoding: 'utf8' });
  return error ? undefined : (/Version ([\d.]+)/.exec(stdout + stderr)?.[1] ?? 'of unknown version');
}

/** Asks with dnsperf: always 100 questions under way, from 8 ports, one thread that sends and one that receives. */
export async function saturate({ port, questions, option, seconds, processors }: Ask): Promise<Saturation> {
  const where = ['-s', '127.0.0.1', '-p', String(port), '-d', questions, ...(option ? ['-E', optionText(option)] : [])];
  const how = ['-l', String(seconds), '-c', String(CLIENTS), '-q', String(OUTSTANDING), '-t', '1'];
  const [file = '', ...args] = boundTo(processors, ['dnsperf', ...where, ...how]);
  const { stdout } = await promisify(execFile)(file, args, { timeout: (seconds + 10) * 1000 });
  const read = (pattern: RegExp) => {
    const found = pattern.exec(stdout);
    if (!found) throw new Error(`dnsperf did not tell ${pattern}:\n${stdout}`);
    return Number(found[1]);
  };
  return {
    sent: read(/Queries sent: +(\d+)/),
    answered: read(/Queries completed: +(\d+)/),
    seconds: read(/Run time \(s\): +([\d.]+)/),
    octets: read(/Average packet size: +request \d+, response (\d+)/),
  };
}

/** `CODE:HEX`, as dnsperf takes an EDNS option; it brings the OPT record with it. */
function optionText(option: Uint8Array): string {
  return `${(option[0]! << 8) | option[1]!}:${Buffer.from(option.subarray(4)).toString('hex')}`;
}
