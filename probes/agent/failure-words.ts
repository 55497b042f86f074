import { networkFailure } from '../network-failure.ts';
import { printable } from '../printable.ts';

/** Why a call to the controller failed, in short. */
export function whyFailed(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/CERT|UNABLE_TO_|CRL/.test(code) && !code.startsWith('ERR_SSL')) return `its certificate is not trusted: ${printable(error.message)}`;
  return networkFailure(error) ?? printable(error.message);
}
