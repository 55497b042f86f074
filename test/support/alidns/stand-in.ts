import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CallLog, QUOTAS } from './call-log.ts';
import { type DomainState, newDomain, RefusedError, type StandInRecord, weightedKey } from './domain-state.ts';
import { Faults } from './faults.ts';
import { GTM_ACTIONS, type StandInAddress } from './gtm-actions.ts';
import { type Action, RECORD_ACTIONS } from './record-actions.ts';
import { Gate, type Refusal, type StandInKey } from './signature.ts';

/** Something that answers as AliDNS does, on loopback. What it has may be changed at any time, as by hand in the console. */
export interface AlidnsStandIn extends AsyncDisposable {
  readonly endpoint: string;
  keys: readonly StandInKey[];
  readonly domains: Map<string, DomainState>;
  /** Addresses of Cloud GTM. */
  readonly addresses: Map<string, StandInAddress>;
  readonly faults: Faults;
  readonly log: CallLog;
  /** What its clock is ahead of the machine's. */
  aheadMs: number;
  /** Every connection is ended at once. */
  down: boolean;
  /** Every call is throttled. */
  throttled: boolean;
  /** Puts a record there, as by hand; `weight`: its weighting is switched on. */
  put(record: Partial<StandInRecord> & Pick<StandInRecord, 'rr' | 'value'> & { readonly domain?: string }): StandInRecord;
}

export const STAND_IN_KEY: StandInKey = { accessKeyId: 'LTAIstandin0000', accessKeySecret: 'a-secret/of+the=stand-in' };

const ACTIONS: Readonly<Record<string, Action>> = RECORD_ACTIONS;

/** Starts it with an empty domain `example.com` of the top edition. */
export async function startAlidnsStandIn(): Promise<AlidnsStandIn> {
  const domains = new Map([['example.com', newDomain('example.com')]]);
  const addresses = new Map<string, StandInAddress>();
  const [faults, log] = [new Faults(), new CallLog()];
  let ids = 0;
  const account = { domains, addresses, nextId: () => `${1_900_000_000_000 + ++ids}` };
  const gate = new Gate(
    () => standIn.keys,
    () => now(),
  );
  const now = () => Date.now() + standIn.aheadMs;

  const refusalOf = (action: string, method: string, question: ReadonlyMap<string, string>): Refusal | undefined => {
    const refused = gate.refusalOf(method, question);
    if (refused) return refused;
    const quota = QUOTAS.get(action);
    if (standIn.throttled || (quota !== undefined && log.recent(action, performance.now()) >= quota))
      return { status: 400, code: 'Throttling.User', message: 'Request was denied due to user flow control.' };
    if (action in ACTIONS || action in GTM_ACTIONS) return undefined;
    return { status: 404, code: 'InvalidAction.NotFound', message: 'Specified api is not found, please check your url and method.' };
  };

  const act = (action: string, question: ReadonlyMap<string, string>): object =>
    (ACTIONS[action] ?? GTM_ACTIONS[action]!)(question, account);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const method = request.method ?? 'GET';
    const question = await questionOf(request);
    const action = question.get('Action') ?? '';
    const write = (outcome: Outcome) => {
      log.calls.push({ action, method, atMs: performance.now(), parameters: question, code: outcome.refusal?.code });
      return render(response, outcome, `${ids}-${log.calls.length}`, now());
    };
    if (standIn.down) return request.socket.destroy();
    const refusal = refusalOf(action, method, question);
    if (refusal) return void response.end(write({ refusal }));
    const fault = faults.take(action);
    switch (fault?.kind) {
      case 'error':
        return void response.end(write({ refusal: { status: fault.status ?? 400, code: fault.code, message: fault.code } }));
      case 'garbage':
        response.writeHead(502, { 'content-type': 'text/html' });
        return void response.end('<html><h1>502 Bad Gateway</h1></html>');
      case 'lost':
        write(attempt(() => act(action, question)));
        return request.socket.destroy();
      case 'partial': {
        const text = write(attempt(() => act(action, question)));
        return response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
      }
      case 'twice':
        attempt(() => act(action, question));
        return void response.end(write(attempt(() => act(action, question))));
      case 'slow': {
        const text = write(attempt(() => act(action, question)));
        await fault.until;
        return void response.end(text);
      }
      default:
        return void response.end(write(attempt(() => act(action, question))));
    }
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const standIn: AlidnsStandIn = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: [STAND_IN_KEY],
    domains,
    addresses,
    faults,
    log,
    aheadMs: 0,
    down: false,
    throttled: false,
    put({ domain = 'example.com', ...given }) {
      const record: StandInRecord = {
        id: account.nextId(),
        type: 'A',
        ttl: 600,
        line: 'default',
        status: 'ENABLE',
        weight: 1,
        locked: false,
        remark: undefined,
        ...given,
      };
      domains.get(domain)!.records.set(record.id, record);
      if (given.weight !== undefined) domains.get(domain)!.weighted.add(weightedKey(record));
      return record;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
  return standIn;
}

type Outcome = { readonly done: object; readonly refusal?: undefined } | { readonly refusal: Refusal; readonly done?: undefined };

function attempt(act: () => object): Outcome {
  try {
    return { done: act() };
  } catch (error) {
    if (error instanceof RefusedError) return { refusal: error.refusal };
    throw error;
  }
}

/** Writes the head of the answer, and gives its body. */
function render(response: ServerResponse, { done, refusal }: Outcome, request: string, nowMs: number): string {
  const RequestId = `STAND-IN-${request}`;
  response.statusCode = refusal?.status ?? 200;
  response.setHeader('content-type', 'application/json;charset=utf-8');
  response.setHeader('date', new Date(nowMs).toUTCString());
  if (refusal) return JSON.stringify({ RequestId, HostId: 'alidns.aliyuncs.com', Code: refusal.code, Message: refusal.message });
  return JSON.stringify({ RequestId, ...done });
}

/** The parameters of the address and of the body together. */
async function questionOf(request: IncomingMessage): Promise<Map<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { searchParams } = new URL(request.url ?? '/', 'http://stand-in');
  return new Map([...searchParams, ...new URLSearchParams(Buffer.concat(chunks).toString())]);
}
