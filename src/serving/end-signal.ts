/** The wish to end, from the system or from whoever started Meridian. */
export interface EndSignal extends Disposable {
  /** Resolves with the name of the first signal to end. */
  readonly ended: Promise<string>;
}

/** A shutdown that takes longer than this is cut off. */
const PATIENCE_MS = 1800;

/**
 * Listens for SIGTERM and SIGINT. After the first one the process ends within two seconds, whatever hangs; a second one ends it at once.
 * `onHangup` is called for each SIGHUP.
 */
export function listenForEnd(onHangup: () => void): EndSignal {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  let asked = false;
  const end = (signal: string) => {
    if (asked) process.exit(1);
    asked = true;
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    resolve(signal);
  };
  const handlers = { SIGTERM: () => end('SIGTERM'), SIGINT: () => end('SIGINT'), SIGHUP: onHangup };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  return {
    ended,
    [Symbol.dispose]() {
      // The two that end stay caught until the process is gone: a second Ctrl-C during shutdown is still answered.
      process.off('SIGHUP', onHangup);
    },
  };
}
