import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { boundTo } from '../affinity.ts';
import { endWithBench, hasEnded } from '../child.ts';
import type { Ask } from './ask-for.ts';
import type { GeneratorOrder, GeneratorOutcome } from './generator.ts';
import { type Trace, traceOver } from './trace.ts';

export interface SteadyAsk extends Ask {
  /** Questions a second, one every 1/rate of a second, whatever becomes of the answers. */
  readonly rate: number;
  /** UDP ports that it asks from: with several, every thread of a server gets some. */
  readonly ports: number;
  /** Never sleeps: times are exact, and a processor is taken. Without it it sleeps between questions. */
  readonly spins: boolean;
  /** Where it may put files. */
  readonly directory: string;
}

export interface Steady extends GeneratorOutcome {
  readonly trace: Trace;
}

/** A steady load that runs now. */
export interface RunningSteady {
  readonly outcome: Promise<Steady>;
}

let runs = 0;

/** Starts the load, and gives it once its first question is about to go. */
export async function startSteady(ask: SteadyAsk): Promise<RunningSteady> {
  const traceFile = join(ask.directory, `trace-${++runs}`);
  const order: GeneratorOrder = { ...ask, option: ask.option && [...ask.option], traceFile };
  const program = join(import.meta.dirname, 'generator.ts');
  const [file = '', ...args] = boundTo(ask.processors, [process.execPath, program, JSON.stringify(order)]);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  endWithBench(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await nextLine(child, lines);
  return { outcome: outcomeOf(child, lines, traceFile) };
}

async function outcomeOf(child: ChildProcess, lines: AsyncIterator<string>, traceFile: string): Promise<Steady> {
  const outcome = JSON.parse(await nextLine(child, lines)) as GeneratorOutcome;
  if (!hasEnded(child)) await once(child, 'exit');
  const { buffer, byteOffset, byteLength } = await readFile(traceFile);
  const memory = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  return { ...outcome, trace: traceOver(memory, outcome.answered) };
}

async function nextLine(child: ChildProcess, lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error(`the load generator ended with ${child.exitCode ?? child.signalCode}`);
  return value;
}
