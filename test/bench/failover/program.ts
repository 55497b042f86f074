import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { endChild, endWithBench } from '../child.ts';
import { startAsker } from './asker.ts';

export interface ProgramPlan {
  /** For errors. */
  readonly name: string;
  readonly command: readonly string[];
  /** Where it runs. */
  readonly directory: string;
  /** Where it answers, and what for. */
  readonly port: number;
  readonly question: string;
}

/** A name server or a cache as a process of its own. */
export interface RunningProgram extends AsyncDisposable {
  readonly port: number;
}

const PATIENCE_MS = 60_000;
const TELLS = 4000;

/** Starts a program and waits until it answers with an address; throws with the last that it said where it ends, or never does. */
export async function startProgram({ name, command, directory, port, question }: ProgramPlan): Promise<RunningProgram> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  endWithBench(child, 'SIGTERM');
  const said = sayings(child);
  const ended = once(child, 'exit').then(([code, signal]) => Promise.reject(new Error(`${name} ended with ${code ?? signal}:\n${said()}`)));
  ended.catch(() => {});
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    while (!(await Promise.race([answers(port, question), ended]))) {
      if (patience.aborted) throw new Error(`${name} did not answer:\n${said()}`);
    }
  } catch (error) {
    await endChild(child);
    throw error;
  }
  return { port, [Symbol.asyncDispose]: () => endChild(child) };
}

async function answers(port: number, question: string): Promise<boolean> {
  await using asker = await startAsker(port, question);
  return await new Promise(resolve => asker.ask(told => resolve(told !== undefined && told.address !== 0)));
}

/** The last that it said. */
function sayings(child: ChildProcess): () => string {
  let text = '';
  for (const from of [child.stdout!, child.stderr!]) {
    from.setEncoding('utf8').on('data', piece => {
      text = (text + piece).slice(-TELLS);
    });
  }
  return () => text;
}
