import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { HttpCheck, StatusRange } from '../../src/model/monitor.ts';
import type { Address } from '../../src/model/steering.ts';
import type { Check, CheckResult } from '../check.ts';
import { hostOf, throughConnection } from '../connection.ts';

/**
 * Passes where the status of the first final response is an expected one (RFC 9110 section 15). Redirects are not followed and
 * the body is not read. The connection is always a new one: connecting is part of what is checked.
 */
export const checkHttp: Check<HttpCheck> = (settings, address, { deadline }) =>
  throughConnection(deadline, conclude => {
    const judge = (response: IncomingMessage) => conclude(judgeStatus(response.statusCode!, settings.expectStatus));
    return send(settings, address).on('response', judge).on('upgrade', judge);
  });

function send(settings: HttpCheck, address: Address): ClientRequest {
  return request({
    agent: false,
    host: hostOf(address),
    port: settings.port,
    path: settings.path,
    method: settings.method,
    headers: {
      'user-agent': 'meridian-probe',
      accept: '*/*',
      ...settings.headers,
      ...(settings.host === undefined ? {} : { host: settings.host }),
    },
  }).end();
}

function judgeStatus(status: number, expected: readonly StatusRange[]): CheckResult {
  return { ok: expected.some(([from, to]) => status >= from && status <= to), reason: `status ${status}` };
}
