import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, type IncomingMessage, type ProxyEnv, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface ControllerOptions {
  /** http or https, without a final slash. */
  readonly url: string;
  /** Read again for every call, as are the files of `tls`: a new one needs no restart. */
  readonly tokenFile: string;
  readonly tls: TlsFiles;
  /** The variables that name a proxy, and what is called without it. */
  readonly proxy: ProxyEnv;
}

/** Files in PEM form. */
export interface TlsFiles {
  /** Authorities that the controller's certificate may be of, in place of those of the system. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept: string;
  /** JSON. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A file that every call needs cannot be used: the operator has to put it right. */
export class CredentialError extends Error {}

/** Speaks HTTP with the controller, through a proxy where the environment names one. Disposed, it has no connection. */
export interface Controller extends Disposable {
  readonly url: string;
  /** Gives the answer as soon as its head is there. Rejects with errors of the network, or a CredentialError. */
  call(call: Call): Promise<IncomingMessage>;
}

/** Gives a controller's client; nothing is called yet. */
export function controllerAt({ url, tokenFile, tls, proxy }: ControllerOptions): Controller {
  const secure = url.startsWith('https:');
  const agent = secure ? new HttpsAgent({ keepAlive: true, proxyEnv: proxy }) : new HttpAgent({ keepAlive: true, proxyEnv: proxy });
  const request = secure ? requestHttps : requestHttp;
  return {
    url,
    async call({ method, path, accept, body, signal }) {
      const headers = { accept, authorization: `Bearer ${readToken(tokenFile)}`, ...(body !== undefined && bodyHeaders(body)) };
      const settings = { method, agent, headers, signal, ...(secure && readTls(tls)) };
      return new Promise((resolve, reject) => {
        const sent = request(url + path, settings, resolve);
        // Stays for good: an answer that is broken off is an error of both.
        sent.on('error', reject);
        sent.end(body);
      });
    },
    [Symbol.dispose]() {
      agent.destroy();
    },
  };
}

/** What is said of a call in words or numbers is short. */
const LONGEST_ANSWER = 65_536;

/** The JSON of an answer; undefined where it is none, or too long for one. Rejects where it breaks off. */
export async function readJson(answer: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const text of answer.setEncoding('utf8')) {
    body += text;
    if (body.length > LONGEST_ANSWER) return undefined;
  }
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What the controller says of a call that it did not do; undefined where it says nothing that can be shown. */
export async function readProblem(answer: IncomingMessage): Promise<string | undefined> {
  const problem = await readJson(answer).catch(() => undefined);
  const detail = typeof problem === 'object' && problem !== null && 'detail' in problem ? problem.detail : undefined;
  return typeof detail === 'string' ? detail : undefined;
}

function bodyHeaders(body: string): Readonly<Record<string, string | number>> {
  return { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
}

function readToken(file: string): string {
  const token = readCredential(file, 'token').toString('latin1').trim();
  if (!/^[!-~]+$/.test(token)) throw new CredentialError(`${file} has no token in it`);
  return token;
}

function readTls({ ca, cert, key }: TlsFiles): { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer } {
  return {
    ...(ca !== undefined && { ca: readCredential(ca, 'file of --ca') }),
    ...(cert !== undefined && { cert: readCredential(cert, 'file of --cert') }),
    ...(key !== undefined && { key: readCredential(key, 'file of --key') }),
  };
}

function readCredential(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CredentialError(`the ${what} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
