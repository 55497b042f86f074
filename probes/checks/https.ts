import type { HttpsCheck } from '../../src/model/monitor.ts';
import type { Check } from '../check.ts';
import { exchangeHttp } from './http-exchange.ts';

/** As `http`, over TLS, where the certificate is as expected; before that is known, nothing of the request is sent. */
export const checkHttps: Check<HttpsCheck> = (settings, address, context) =>
  exchangeHttp({ settings, certificate: settings, address, context });
