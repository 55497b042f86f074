import type { Check } from '../check.ts';

/** The same checks, but for those that run programs of this machine: they reject, for what a zone says must not be enough to run one. */
export function withoutPrograms(runCheck: Check): Check {
  return async (settings, address, context) => {
    if (settings.type === 'exec') throw new Error('programs are not run here: --allow-exec');
    return runCheck(settings, address, context);
  };
}
