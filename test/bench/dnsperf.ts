import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoadResult, LoadRun } from './load.ts';

const CLIENTS = 8;
const OUTSTANDING = 100;

/** Asks with dnsperf, always 100 questions under way. */
export async function runDnsperf({ port, scenario, seconds, directory }: LoadRun): Promise<LoadResult> {
  const questions = join(directory, 'questions.txt');
  await writeFile(questions, `${scenario.questions.join('\n')}\n`);
  const option = scenario.ednsOption ? ['-E', scenario.ednsOption] : [];
  const where = ['-s', '127.0.0.1', '-p', String(port), '-d', questions];
  const how = ['-l', String(seconds), '-c', String(CLIENTS), '-q', String(OUTSTANDING), '-t', '1', ...option];
  const { stdout } = await promisify(execFile)('dnsperf', [...where, ...how], { timeout: (seconds + 5) * 1000 });
  const read = (label: string) => {
    const found = new RegExp(`${label}: +([\\d.]+)`).exec(stdout);
    if (!found) throw new Error(`dnsperf told no "${label}":\n${stdout}`);
    return Number(found[1]);
  };
  return { sent: read('Queries sent'), answered: read('Queries completed'), seconds: read('Run time \\(s\\)') };
}
