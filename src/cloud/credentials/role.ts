import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { type Credentials, CredentialsError, type CredentialsSource } from './credentials.ts';

export interface RoleOptions {
  /** `http://100.100.100.200/latest/meta-data/ram/security-credentials/ROLE`, or whatever answers as it does. */
  readonly url: string;
  readonly clock: Clock;
  readonly timeoutMs?: number | undefined;
}

const ANSWER = z.object({
  Code: z.literal('Success'),
  AccessKeyId: z.string().min(1),
  AccessKeySecret: z.string().min(1),
  SecurityToken: z.string().min(1),
  Expiration: z.iso.datetime(),
});

interface Leased {
  readonly credentials: Credentials;
  readonly expiresAtMs: number;
}

/** New ones are fetched that long before the old run out, and it is that time in which the endpoint may fail. */
const EARLY_MS = 15 * 60_000;
const TIMEOUT_MS = 3000;
const LARGEST = 64 * 1024;

/**
 * Short-lived credentials of a role, as the metadata service of an ECS instance gives them. They are fetched again before they run out; while
 * that fails, the old ones serve as long as they last.
 */
export function roleCredentials({ url, clock, timeoutMs = TIMEOUT_MS }: RoleOptions): CredentialsSource {
  let leased: Leased | undefined;
  let fetching: Promise<Leased> | undefined;
  const renew = (): Promise<Leased> => {
    fetching ??= fetchLease(url, timeoutMs).finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  return {
    async get(signal) {
      signal.throwIfAborted();
      if (leased && clock.now() < leased.expiresAtMs - EARLY_MS) return leased.credentials;
      try {
        leased = await renew();
      } catch (error) {
        if (!leased || clock.now() >= leased.expiresAtMs) throw error;
      }
      return leased.credentials;
    },
    drop() {
      leased = undefined;
    },
  };
}

async function fetchLease(url: string, timeoutMs: number): Promise<Leased> {
  const text = await textAt(url, timeoutMs);
  const found = ANSWER.safeParse(jsonOf(text));
  if (!found.success) {
    const wrong = found.error.issues.map(({ path, code }) => `${path.join('.') || 'content'}: ${code}`);
    throw new CredentialsError(
      `credentials of a role from ${shown(url)}: ${wrong.join(', ')}; expected what an ECS instance is told of its role`,
    );
  }
  const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken: securityToken, Expiration } = found.data;
  return { credentials: { accessKeyId, accessKeySecret, securityToken }, expiresAtMs: Date.parse(Expiration) };
}

async function textAt(url: string, timeoutMs: number): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const text = await answer.text();
    if (text.length > LARGEST) throw new Error(`${text.length} characters, expected at most ${LARGEST}`);
    return text;
  } catch (error) {
    throw new CredentialsError(`credentials of a role from ${shown(url)}: ${(error as Error).message}`);
  }
}

/** Without what may be secret in it. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
