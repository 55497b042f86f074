import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../lib/clock.ts';
import { badInput, Problem, presentProblem } from './problem.ts';

/** What was answered, to be sent again as it was. */
export interface KeptAnswer {
  readonly status: number;
  /** In JSON. */
  readonly text: string;
}

interface KeyName {
  readonly token: string;
  readonly key: string;
}

interface KeptCall {
  readonly request: string;
  readonly createdAtMs: number;
  readonly answer: KeptAnswer | undefined;
}

/** What the API needs of the store of calls that may come again. The composition root hands it in. */
export interface KeptCalls {
  find(name: KeyName): KeptCall | undefined;
  keep(name: KeyName, call: KeptCall): void;
  forget(beforeMs: number): void;
  atomically(work: () => void): void;
}

/** One call under a key, from its coming to its answer. */
export interface KeyedCall {
  /** What it was answered before; `lost`: it was done, and its answer is not known. Undefined: it comes for the first time. */
  readonly before: KeptAnswer | 'lost' | undefined;
  /** Keeps that it was done, with the transaction that is open where there is one. */
  done(): void;
  /** Keeps what it is answered. */
  answered(answer: unknown): void;
  /** To be called at its end, however it went. */
  end(): void;
}

const KEPT_MS = 24 * 3_600_000;
const FORGET_EVERY_MS = 60_000;
/** An answer longer than this is not kept: what is there is shown instead. */
const MOST_ANSWER = 256 * 1024;
const KEY = /^[!-~]{1,255}$/;

/** Gives calls with an `idempotency-key` their record (draft-ietf-httpapi-idempotency-key-header-06). */
export class IdempotencyKeys {
  readonly #store: KeptCalls;
  readonly #clock: Clock;
  /** Those under way, and what each asks. */
  readonly #running = new Map<string, string>();
  #forgottenAtMs = Number.NEGATIVE_INFINITY;

  constructor(store: KeptCalls, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Begins a call; undefined where it has no key. Throws a 400, a 422 where the key was for another request, a 409 while it is under way. */
  begin(request: FastifyRequest): KeyedCall | undefined {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || !KEY.test(key))
      throw badInput([{ field: 'idempotency-key', message: 'expected 1 to 255 visible characters of ASCII' }]);
    this.#forgetOld();
    const name = { token: request.identity?.token ?? '', key };
    const asked = digestOf(request);
    const running = this.#running.get(idOf(name));
    const kept = this.#find(name);
    if ((running ?? kept?.request ?? asked) !== asked)
      throw new Problem(422, 'this idempotency-key came with another request before; a new request needs a new key');
    if (running !== undefined)
      throw new Problem(409, 'a call with this idempotency-key is still under way', { headers: { 'retry-after': '1' } });
    return this.#open(name, asked, kept);
  }

  #open(name: KeyName, asked: string, kept: KeptCall | undefined): KeyedCall {
    const id = idOf(name);
    this.#running.set(id, asked);
    const createdAtMs = kept?.createdAtMs ?? this.#clock.now();
    return {
      before: kept && (kept.answer ?? 'lost'),
      done: () => this.#store.keep(name, { request: asked, createdAtMs, answer: undefined }),
      answered: answer => this.#store.keep(name, { request: asked, createdAtMs, answer: keepable(answer) }),
      end: () => void this.#running.delete(id),
    };
  }

  #find(name: KeyName): KeptCall | undefined {
    const kept = this.#store.find(name);
    return kept && kept.createdAtMs >= this.#clock.now() - KEPT_MS ? kept : undefined;
  }

  #forgetOld(): void {
    const nowMs = this.#clock.now();
    if (nowMs - this.#forgottenAtMs < FORGET_EVERY_MS) return;
    this.#forgottenAtMs = nowMs;
    this.#store.forget(nowMs - KEPT_MS);
  }
}

function idOf({ token, key }: KeyName): string {
  return `${token} ${key}`;
}

function digestOf({ method, url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('hex');
}

const SECRET = /"(?:token|secret)":"/;

/** What is kept of an answer: nothing of one that is too long, and of one with a secret in it only that it was told. */
function keepable(answer: unknown): KeptAnswer | undefined {
  const text = JSON.stringify(answer);
  if (text.length > MOST_ANSWER) return undefined;
  if (!SECRET.test(text)) return { status: 200, text };
  const { id } = answer as { id?: unknown };
  const problem = new Problem(409, `this was done before${typeof id === 'string' ? `, and made ${id}` : ''}; its secret was told once`);
  return { status: 409, text: JSON.stringify(presentProblem(problem)) };
}
