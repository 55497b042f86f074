import RPCClient from '@alicloud/pop-core';
import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import { type Credentials, CredentialsError, type CredentialsSource, withoutCredentials } from '../../credentials/credentials.ts';
import { Pace } from '../../pace.ts';
import { CloudError } from '../../provider.ts';
import { concernsCredentials, concernsTime, kindOf } from './error-classes.ts';

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** Calls an action of the API, and gives its answer as it was told. Throws CloudError, and the signal's reason once that is aborted. */
export type Call = (action: string, parameters: Parameters, signal: AbortSignal) => Promise<unknown>;

export interface CallOptions {
  /** `https://alidns.aliyuncs.com`. */
  readonly endpoint: string;
  readonly credentials: CredentialsSource;
  readonly clock: Clock;
  /** For one call. */
  readonly timeoutMs?: number | undefined;
}

const API_VERSION = '2015-01-09';
const TIMEOUT_MS = 5000;

/**
 * Below the quotas of an account, 60 changes and 100 looks a second for each action: calls may bunch up on the way. All
 * actions that change something count together.
 */
const CHANGES = { perSecond: 48, burst: 8 };
const LOOKS = { perSecond: 80, burst: 15 };

/** What pop-core throws for an error that the service told of. */
const TOLD = z.object({
  code: z.string(),
  data: z.object({ RequestId: z.string().optional(), Message: z.string().optional() }),
  entry: z.object({ response: z.object({ statusCode: z.number().optional(), headers: z.object({ date: z.string().optional() }) }) }),
});

/**
 * Calls by the service's own client, in turn and below its quotas. Calls are signed with the service's time where ours is far from it, and with
 * new credentials where the old ones have run out: either is tried once.
 */
export function createCall({ endpoint, credentials, clock, timeoutMs = TIMEOUT_MS }: CallOptions): Call {
  const changes = new Pace({ clock, ...CHANGES });
  const looks = new Pace({ clock, ...LOOKS });
  /** What the service's clock is ahead of ours, in milliseconds. */
  let aheadMs = 0;

  const once = async (action: string, parameters: Parameters, signal: AbortSignal) => {
    await (isLook(action) ? looks : changes).turn(signal);
    const signed = await credentialsFor(credentials, signal);
    // With GET the keys would stand in the address, and so in errors.
    const options = { method: 'POST', timeout: timeoutMs, beforeRequest: (request: object) => ({ ...request, signal }) };
    try {
      const stamped = { ...parameters, Timestamp: timestamp(clock.now() + aheadMs) };
      return checked(action, await clientFor(endpoint, signed).request<unknown>(action, stamped, options));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw toCloudError(action, error, signed);
    }
  };

  return async (action, parameters, signal) => {
    try {
      return await once(action, parameters, signal);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (concernsCredentials(error.code)) credentials.drop();
      else if (concernsTime(error.code) && error instanceof SkewError) aheadMs = error.serviceMs - clock.now();
      else throw error;
      return once(action, parameters, signal);
    }
  };
}

function isLook(action: string): boolean {
  return /^(?:Describe|List)/.test(action);
}

async function credentialsFor(source: CredentialsSource, signal: AbortSignal): Promise<Credentials> {
  try {
    return await source.get(signal);
  } catch (error) {
    if (error instanceof CredentialsError) throw new CloudError(error.message, { kind: 'stop', code: 'NoCredentials' });
    throw error;
  }
}

const clients = new WeakMap<Credentials, Map<string, RPCClient>>();

/** One client for as long as the credentials are the same, so that connections are kept. */
function clientFor(endpoint: string, credentials: Credentials): RPCClient {
  const known = clients.get(credentials) ?? new Map<string, RPCClient>();
  clients.set(credentials, known);
  const { securityToken, ...key } = credentials;
  const client =
    known.get(endpoint) ??
    new RPCClient({ endpoint, apiVersion: API_VERSION, ...key, ...(securityToken === undefined ? {} : { securityToken }) });
  known.set(endpoint, client);
  return client;
}

/** As ISO 8601 without fractions of a second, which is what is signed. */
function timestamp(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
}

/** Something between us and the service may answer in its stead. */
function checked(action: string, answer: unknown): unknown {
  if (z.object({ RequestId: z.string() }).safeParse(answer).success) return answer;
  throw new CloudError(`AliDNS ${action}: the answer has no RequestId, so it is not the service's`, { kind: 'retry', code: 'NoRequestId' });
}

/** The service would not have our time stamp, and told its time. */
class SkewError extends CloudError {
  readonly serviceMs: number;

  constructor(message: string, code: string, serviceMs: number) {
    super(message, { kind: 'stop', code });
    this.serviceMs = serviceMs;
  }
}

/** The error of the client has addresses, headers and sometimes what was signed in it: nothing of it is kept but what is known to be harmless. */
function toCloudError(action: string, error: unknown, credentials: Credentials): CloudError {
  if (error instanceof CloudError) return error;
  const told = TOLD.safeParse(error);
  if (!told.success) {
    const code = codeOf(error);
    return new CloudError(`AliDNS ${action}: no answer (${code})`, { kind: 'retry', code });
  }
  const { code, data, entry } = told.data;
  const request = data.RequestId === undefined ? '' : ` (request ${data.RequestId})`;
  // What was signed is in the message, and the keys in that.
  const words = concernsCredentials(code) ? '' : `: ${withoutCredentials(data.Message ?? '', credentials)}`;
  const message = `AliDNS ${action}: ${code}${words}${request}`;
  const serviceMs = Date.parse(entry.response.headers.date ?? '');
  if (concernsTime(code) && !Number.isNaN(serviceMs))
    return new SkewError(`${message}; its clock says ${new Date(serviceMs).toISOString()}`, code, serviceMs);
  return new CloudError(message, { kind: kindOf(code, entry.response.statusCode), code });
}

/** `ECONNREFUSED`, `RequestTimeoutError`, or `SyntaxError` for an answer that is no JSON. */
function codeOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'unknown';
}
