import type { HttpCheck } from '../../src/model/monitor.ts';
import type { Check } from '../check.ts';
import { exchangeHttp } from './http-exchange.ts';

/**
 * Passes where the status of the first final response is an expected one (RFC 9110 section 15), and its body holds what is expected
 * of it. A redirect to https, where it is followed, must lead to a certificate that is valid.
 */
export const checkHttp: Check<HttpCheck> = (settings, address, context) =>
  exchangeHttp({ settings, certificate: { verify: true }, address, context });
