/** Why Meridian does not start: lines for the operator, without a stack. */
export class StartError extends Error {}

/** Runs `work`; what it throws becomes a StartError with the same words where it is a `known` class of error. */
export async function orStartError<T>(known: readonly (new (...args: never[]) => Error)[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && known.some(type => error instanceof type)) throw new StartError(error.message, { cause: error });
    throw error;
  }
}
