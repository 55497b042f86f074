/** Why Meridian does not start: lines for the operator, without a stack. */
export class StartError extends Error {}

/**
 * Waits for the parts of a start that go on side by side. Throws one StartError with the lines of all that cannot start; or what else one of
 * them threw.
 */
export async function allStarted<const Parts extends readonly Promise<unknown>[]>(
  parts: Parts,
): Promise<{ [K in keyof Parts]: Awaited<Parts[K]> }> {
  const errors = (await Promise.allSettled(parts)).flatMap(part => (part.status === 'rejected' ? [part.reason] : []));
  const other = errors.find(error => !(error instanceof StartError));
  if (other !== undefined) throw other;
  if (errors.length > 0) throw new StartError(errors.map(({ message }) => message).join('\n'), { cause: errors[0] });
  return Promise.all(parts);
}

/** Runs `work`; what it throws becomes a StartError with the same words where it is a `known` class of error. */
export async function orStartError<T>(known: readonly (new (...args: never[]) => Error)[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && known.some(type => error instanceof type)) throw new StartError(error.message, { cause: error });
    throw error;
  }
}
