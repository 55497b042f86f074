import type { CheckSettings } from '../../src/model/monitor.ts';
import type { Check } from '../check.ts';
import { checkDns } from './dns.ts';
import { checkExec } from './exec.ts';
import { checkGrpc } from './grpc.ts';
import { checkHttp } from './http.ts';
import { checkHttps } from './https.ts';
import { checkIcmp } from './icmp.ts';
import { checkTcp } from './tcp.ts';
import { checkTls } from './tls.ts';

type SettingsOf<Type extends CheckSettings['type']> = Extract<CheckSettings, { readonly type: Type }>;

/** Every type of check that a monitor can name. */
export const CHECKS: { readonly [Type in CheckSettings['type']]: Check<SettingsOf<Type>> } = {
  http: checkHttp,
  https: checkHttps,
  tls: checkTls,
  tcp: checkTcp,
  dns: checkDns,
  grpc: checkGrpc,
  icmp: checkIcmp,
  exec: checkExec,
};

/** Runs the check that the settings name. */
export const runCheck: Check = (settings, address, context) => {
  // The map's type pairs each check with its own settings, which the compiler cannot follow through a union.
  const check = CHECKS[settings.type] as Check;
  return check(settings, address, context);
};
