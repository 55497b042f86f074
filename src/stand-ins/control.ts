import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';
import { BEHAVIOUR_TEXT, type Behaviour, type Break } from './behaviour.ts';
import { lacksFamily } from './listen.ts';
import { SITE_HEADER } from './pages.ts';
import type { StandInPlan } from './plan.ts';

/** What became of one address. */
export interface ControlResult {
  readonly at: SocketAddress;
  readonly ok: boolean;
  /** One line that begins with the address: what it does now, or why it could not be told. */
  readonly message: string;
}

const PATIENCE_MS = 5000;

/** Breaks a stand-in site: every address of it. The results are in the order of the plan; never rejects for what an address does. */
export function breakSite(plan: StandInPlan, how: Break, deadline = AbortSignal.timeout(PATIENCE_MS)): Promise<ControlResult[]> {
  return tellAll(plan, `/break?how=${how}`, how, deadline);
}

/** Mends a stand-in site: every address of it. As `breakSite`. */
export function mendSite(plan: StandInPlan, deadline = AbortSignal.timeout(PATIENCE_MS)): Promise<ControlResult[]> {
  return tellAll(plan, '/mend', 'serve', deadline);
}

function tellAll(plan: StandInPlan, path: string, behaviour: Behaviour, deadline: AbortSignal): Promise<ControlResult[]> {
  const tell = async (at: SocketAddress): Promise<ControlResult> => {
    const outcome = await tellOne(at, path, plan.site, deadline).catch(error => explain(at, error));
    return { at, ok: outcome.ok, message: `${formatSocketAddress(at)} ${outcome.message ?? BEHAVIOUR_TEXT[behaviour]}` };
  };
  return Promise.all(plan.listeners.map(tell));
}

interface Outcome {
  readonly ok: boolean;
  readonly message?: string;
}

async function tellOne(at: SocketAddress, path: string, site: string, signal: AbortSignal): Promise<Outcome> {
  const headers = { [SITE_HEADER]: site };
  const sent = request({ host: at.address, port: at.port, path, method: 'POST', headers, agent: false, signal }).end();
  try {
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const found = response.headers[SITE_HEADER];
    if (found === undefined) return { ok: false, message: 'is no stand-in site: another program answers there' };
    if (found !== site) return { ok: false, message: `is the stand-in site ${found}, not ${site}` };
    if (response.statusCode === 200) return { ok: true };
    return { ok: false, message: `answered with status ${response.statusCode}: ${(await text(response)).trim()}` };
  } finally {
    sent.destroy();
  }
}

function explain(at: SocketAddress, error: NodeJS.ErrnoException): Outcome {
  const code = error.code ?? error.message;
  if (lacksFamily(at, code)) return { ok: true, message: 'is skipped: this machine has no IPv6' };
  if (code === 'ECONNREFUSED') return { ok: false, message: 'is not running: nothing listens there' };
  if (code === 'ABORT_ERR') return { ok: false, message: 'did not answer in time' };
  return { ok: false, message: `could not be told: ${code}` };
}
