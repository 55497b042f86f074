/** The wish to end, from the system or from whoever started Meridian. */
export interface EndSignal extends Disposable {
  /** Resolves with the name of the first signal to end. */
  readonly ended: Promise<string>;
}

/** A shutdown that takes longer than this is cut off. */
const PATIENCE_MS = 1800;

/**
 * Listens for SIGTERM and SIGINT from now on, so that a start too comes to an orderly end. After the first one the process ends within two
 * seconds, whatever hangs, with code 1 if it had to be cut off; a second one ends it at once. `onHangup` is called for each SIGHUP.
 * To be disposed of when everything else has ended.
 */
export function listenForEnd(onHangup: () => void): EndSignal {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  let asked = false;
  let done = false;
  const end = (signal: string) => {
    if (asked) process.exit(1);
    asked = true;
    setTimeout(() => process.exit(done ? undefined : 1), PATIENCE_MS).unref();
    resolve(signal);
  };
  const handlers = { SIGTERM: () => end('SIGTERM'), SIGINT: () => end('SIGINT'), SIGHUP: onHangup };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  return {
    ended,
    [Symbol.dispose]() {
      done = true;
      // The two that end stay caught until the process is gone: a second Ctrl-C during shutdown is still answered.
      process.off('SIGHUP', onHangup);
    },
  };
}
