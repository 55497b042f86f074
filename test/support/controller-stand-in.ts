import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FLEET_CONTRACT, type Report, type StreamEvent } from '../../src/fleet/contract.ts';

/** A stream that an agent asked for; nothing is answered yet. */
export interface AskedStream {
  readonly request: IncomingMessage;
  readonly url: URL;
  /** Answers with a stream, and says hello. */
  greet(gridMs?: number): void;
  /** Sends an event, after `greet`. */
  tell(event: StreamEvent): void;
  /** Sends this, whatever it is. */
  write(octets: string): void;
  /** Answers without a stream. */
  refuse(status: number, detail?: string): void;
  /** Ends the stream; `drop` breaks it off. */
  end(): void;
  drop(): void;
  /** Fulfils when the agent has closed it, or the network has. */
  readonly closed: Promise<void>;
}

/** A report that an agent sent; it is not answered yet. */
export interface AskedReport {
  readonly request: IncomingMessage;
  readonly report: Report;
  take(taken?: number): void;
  answer(status: number, body: unknown): void;
  /** Breaks off, as when the answer is lost on its way. */
  drop(): void;
}

/** What a controller does to an agent, and what it does badly: step by step, as a test says. */
export interface ControllerStandIn extends AsyncDisposable {
  readonly url: string;
  readonly server: Server;
  /** The next stream that is asked for, or was and nobody looked. */
  stream(): Promise<AskedStream>;
  report(): Promise<AskedReport>;
  /** Reports that nobody looked at yet. */
  readonly reportsWaiting: number;
}

interface StandInSettings {
  /** Default: plain HTTP. */
  readonly listenWith?: (listener: RequestListener) => Server;
  /** Default: a free one. */
  readonly port?: number;
}

/** Starts one on loopback. */
export async function controllerStandIn({ listenWith = createServer, port = 0 }: StandInSettings = {}): Promise<ControllerStandIn> {
  const streams = queue<AskedStream>();
  const reports = queue<AskedReport>();
  const server = listenWith((request, response) => {
    if (request.method === 'GET') streams.add(askedStream(request, response));
    else void text(request).then(body => reports.add(askedReport(request, response, body)));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    stream: streams.next,
    report: reports.next,
    get reportsWaiting() {
      return reports.waiting();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function askedStream(request: IncomingMessage, response: ServerResponse): AskedStream {
  const tell = ({ event, data }: StreamEvent) => void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  return {
    request,
    url: new URL(request.url ?? '', 'http://controller'),
    greet(gridMs = 0) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      tell({ event: 'hello', data: { contract: FLEET_CONTRACT, version: '9.9.9', grid_ms: gridMs } });
    },
    tell,
    write(octets) {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(octets);
    },
    refuse: (status, detail = 'no') => answerJson(response, status, { detail }),
    end: () => void response.end(),
    drop: () => void request.socket.destroy(),
    closed: new Promise(resolve => response.on('close', () => resolve())),
  };
}

function askedReport(request: IncomingMessage, response: ServerResponse, body: string): AskedReport {
  const report = JSON.parse(body) as Report;
  return {
    request,
    report,
    take: (taken = report.sequence) => answerJson(response, 200, { taken }),
    answer: (status, answer) => answerJson(response, status, answer),
    drop: () => void request.socket.destroy(),
  };
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
}

function queue<T>() {
  const waiting: T[] = [];
  const wanted: ((item: T) => void)[] = [];
  return {
    add(item: T) {
      const take = wanted.shift();
      if (take) take(item);
      else waiting.push(item);
    },
    next(): Promise<T> {
      const item = waiting.shift();
      return item === undefined ? new Promise(resolve => wanted.push(resolve)) : Promise.resolve(item);
    },
    waiting: () => waiting.length,
  };
}
