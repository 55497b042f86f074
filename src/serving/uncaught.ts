import type { Logger } from './log.ts';

/**
 * Ends the process with code 1 at an exception or a rejection that nothing has caught, after a line in the log. Faults that can be
 * foreseen are caught where they happen and end nothing; what comes here is a mistake in Meridian, and nobody knows what it left half done:
 * answers that go on while nothing watches the endpoints any more would be worse than a restart, which whatever supervises the process
 * makes in about a second, and which begins from the stored intents and the last verdicts. Answering threads have supervision of their own.
 */
export function endAtUncaught(log: Logger): Disposable {
  const end = (error: unknown, origin: string) => {
    try {
      log.fatal({ err: error, origin }, 'a fault that nothing has caught; ending, to be started again');
    } finally {
      process.exit(1);
    }
  };
  process.on('uncaughtException', end);
  return {
    [Symbol.dispose]() {
      process.off('uncaughtException', end);
    },
  };
}
