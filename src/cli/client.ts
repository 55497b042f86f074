import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type ProblemView, problem } from '../api/contract.ts';
import type { ClientOptions } from '../config/client-options.ts';
import { CommandFailure } from './failure.ts';
import { callHttps } from './https-call.ts';
import { presentNetworkFailure } from './network-failure.ts';

/** Speaks to a running server. Each call throws a CommandFailure in plain words. */
export interface Client {
  get<T>(schema: z.ZodType<T>, path: string): Promise<T>;
  send<T>(schema: z.ZodType<T>, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T>;
}

/** The server said no. */
export class Refusal extends CommandFailure {
  readonly problem: ProblemView;

  constructor(told: ProblemView) {
    super(told.detail);
    this.problem = told;
  }
}

const PATIENCE_MS = 30_000;

/** Gives a client for the API at `url`, with the token of a file, that waits `patienceMs` for an answer. */
export function createClient(options: ClientOptions, patienceMs = PATIENCE_MS): Client {
  return {
    get: (schema, path) => call(options, schema, { method: 'GET', path, patienceMs }),
    send: (schema, method, path, body) => call(options, schema, { method, path, body, patienceMs }),
  };
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
  readonly patienceMs: number;
}

async function call<T>(options: ClientOptions, schema: z.ZodType<T>, { method, path, body, patienceMs }: Call): Promise<T> {
  const token = readToken(options.tokenFile);
  const response = await request(options, path, {
    method,
    headers: {
      ...(token.text !== undefined && { authorization: `Bearer ${token.text}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patienceMs),
  }).catch(error => {
    throw new CommandFailure(presentNetworkFailure({ url: options.url, changes: method !== 'GET', patienceMs }, error), { cause: error });
  });
  const told = problem.safeParse(response.body);
  if (response.status === 401) throw new CommandFailure(whyRefused(options, token, told.data));
  if (response.status >= 400 && told.success) throw new Refusal(told.data);
  const answer = schema.safeParse(response.body);
  if (response.status === 200 && answer.success) return answer.data;
  const cause = answer.error;
  throw new CommandFailure(`what answers at ${options.url} is no Meridian of this version (status ${response.status})`, { cause });
}

interface HttpCall {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

async function request({ url, ca }: ClientOptions, path: string, init: HttpCall): Promise<{ status: number; body: unknown }> {
  const { status, text } = await (ca === undefined ? callFetch(url + path, init) : callHttps(url + path, { ...init, ca }));
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    return { status, body: undefined };
  }
}

async function callFetch(url: string, init: HttpCall): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  return { status: response.status, text: await response.text() };
}

interface Token {
  readonly text?: string;
  readonly problem?: string;
}

/** A token that cannot be read is told of only if the server wants one: where none runs, that is the better news. */
function readToken(file: string): Token {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^[!-~]+$/.test(text) ? { text } : { problem: `${file} has no token in it` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      return { problem: `${file} does not exist; the server writes it at its first start, see --data and --token-file` };
    return { problem: code === 'EACCES' ? `${file} may not be read by you` : `${file} cannot be read: ${code}` };
  }
}

function whyRefused({ url, tokenFile }: ClientOptions, token: Token, told: ProblemView | undefined): string {
  if (token.problem !== undefined) return `Meridian at ${url} wants a token: ${token.problem}`;
  const why = told?.detail ?? 'it does not say why';
  return `Meridian at ${url} refuses the token of ${tokenFile}: ${why}; see --data and --token-file`;
}
