import { Agent as HttpAgent, type IncomingMessage, type ProxyEnv, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { CredentialError, credentialReader, type ReadCredential } from './credentials.ts';

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
  const read = credentialReader();
  return {
    url,
    async call({ method, path, accept, body, signal }) {
      const headers = { accept, authorization: `Bearer ${readToken(tokenFile, read)}`, ...(body !== undefined && bodyHeaders(body)) };
      const settings = { method, agent, headers, signal, ...(secure && readTls(tls, read)) };
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

function readToken(file: string, read: ReadCredential): string {
  const token = read(file, 'token').toString('latin1').trim();
  if (!/^[!-~]+$/.test(token)) throw new CredentialError(`${file} has no token in it`);
  return token;
}

function readTls(
  { ca, cert, key }: TlsFiles,
  read: ReadCredential,
): { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer } {
  return {
    ...(ca !== undefined && { ca: read(ca, 'file of --ca') }),
    ...(cert !== undefined && { cert: read(cert, 'file of --cert') }),
    ...(key !== undefined && { key: read(key, 'file of --key') }),
  };
}
