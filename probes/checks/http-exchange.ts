import type { CheckResult } from '../check.ts';
import { askOnce, type HttpProbe } from './http-ask.ts';
import { authorityOf, type HttpHop, nextHop } from './http-redirect.ts';

/** Asks over HTTP/1.1 and judges what comes, after as many redirects as the settings allow, each over a connection of its own. */
export async function exchangeHttp(probe: HttpProbe): Promise<CheckResult> {
  const { redirects } = probe.settings;
  let hop: HttpHop | string = firstHop(probe);
  for (let left = redirects; typeof hop !== 'string'; left--) {
    const end = await askOnce(probe, hop);
    if ('ok' in end) return end;
    hop = left > 0 ? nextHop(hop, end) : `more than ${redirects} redirect${redirects === 1 ? '' : 's'}`;
  }
  return { ok: false, reason: hop };
}

function firstHop({ settings, address }: HttpProbe): HttpHop {
  const { type, port, method, path } = settings;
  const secure = type === 'https';
  return { secure, port, authority: settings.host ?? authorityOf(address, port, secure), method, path };
}
