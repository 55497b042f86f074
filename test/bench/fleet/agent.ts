import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { FLEET_CONTRACT, MAX_OBSERVATIONS, reportPath, streamPath, type WireObservation } from '../../../src/fleet/contract.ts';
import { DOWN_ONE_IN, ENDPOINTS, INTERVAL_MS, VANTAGES } from './plan.ts';

/** As an agent does: what is no news waits so long for company, a failure goes at once. */
const GATHER_MS = 900;
const LOOK_MS = 50;

export interface BenchAgentOptions {
  readonly url: string;
  readonly token: string;
  /** From 0: its turns are spread by it. */
  readonly index: number;
  readonly keys: readonly string[];
}

/** The agent of one vantage that makes up what it observes, so that only the controller works. Disposed, it has no connection. */
export class BenchAgent implements AsyncDisposable {
  /** How long each report took until it was answered, in milliseconds. */
  readonly latenciesMs: number[] = [];
  readonly #options: BenchAgentOptions;
  readonly #http = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #timer: NodeJS.Timeout;
  readonly #stream: Promise<IncomingMessage>;
  #turn: number;
  readonly #waiting: { readonly endpoint: number; readonly atMs: number }[] = [];
  #sequence = 0;
  #sending = false;
  #ended = false;
  #sentAtMs: number;

  constructor(options: BenchAgentOptions) {
    this.#options = options;
    // Agents start at different moments.
    this.#sentAtMs = performance.now() - (GATHER_MS * options.index) / VANTAGES;
    this.#turn = Math.floor(this.#turnAt(performance.now()));
    this.#stream = this.#open();
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  /** Fulfils once the controller knows it. */
  async connected(): Promise<void> {
    await this.#stream;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#http.destroy();
    (await this.#stream).destroy();
  }

  get #vantage(): string {
    return `vantage${String(this.#options.index).padStart(2, '0')}`;
  }

  /** Turns until `atMs`: one endpoint after the other, each once an interval. */
  #turnAt(atMs: number): number {
    return (atMs / INTERVAL_MS + this.#options.index / VANTAGES) * ENDPOINTS;
  }

  async #open(): Promise<IncomingMessage> {
    const query = new URLSearchParams({ contract: String(FLEET_CONTRACT), boot: 'bench', version: '0.1.0', now_ms: String(Date.now()) });
    const { url, token } = this.#options;
    const sent = request(`${url}${streamPath(this.#vantage)}?${query}`, { headers: { authorization: `Bearer ${token}` } }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`${this.#vantage}: ${response.statusCode} ${await textOf(response)}`);
    response.on('error', () => {});
    return response.resume();
  }

  async #look(): Promise<void> {
    const nowMs = performance.now();
    const until = Math.floor(this.#turnAt(nowMs));
    let news = false;
    for (; this.#turn < until; this.#turn++) {
      const endpoint = this.#turn % ENDPOINTS;
      this.#waiting.push({ endpoint, atMs: nowMs - (until - this.#turn) * (INTERVAL_MS / ENDPOINTS) });
      news ||= endpoint % DOWN_ONE_IN === 0;
    }
    if (this.#sending || !(news || nowMs - this.#sentAtMs >= GATHER_MS)) return;
    this.#sending = true;
    this.#sentAtMs = nowMs;
    await this.#send(nowMs).catch(error => {
      // A report on its way when the bench ends is no fault.
      if (!this.#ended) throw error;
    });
    this.#sending = false;
  }

  async #send(nowMs: number): Promise<void> {
    const { url, token, keys } = this.#options;
    const observations = this.#waiting
      .splice(0, MAX_OBSERVATIONS)
      .map(({ endpoint, atMs }) => observed(keys[endpoint]!, endpoint, nowMs - atMs));
    const report = { contract: FLEET_CONTRACT, boot: 'bench', sequence: ++this.#sequence, controls: [], refused: [], observations };
    const body = JSON.stringify(report);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const beganMs = performance.now();
    const sent = request(url + reportPath(this.#vantage), { method: 'POST', agent: this.#http, headers }).end(body);
    // What breaks while the answer is read is told by the answer as well.
    sent.on('error', () => {});
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = await textOf(response);
    this.latenciesMs.push(performance.now() - beganMs);
    if (response.statusCode !== 200) throw new Error(`${this.#vantage}: ${response.statusCode} ${answer}`);
  }
}

function observed(probe: string, endpoint: number, agoMs: number): WireObservation {
  const ago_ms = tenths(agoMs);
  const duration_ms = tenths(20 + (endpoint % 60));
  if (endpoint % DOWN_ONE_IN === 0) return { probe, ago_ms, ok: false, reason: 'connect refused', duration_ms };
  const phases = { connectMs: tenths(duration_ms / 2), firstByteMs: tenths(duration_ms / 3), contentMs: 0.1 };
  return { probe, ago_ms, ok: true, reason: 'status 200', duration_ms, phases };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
