import { once } from 'node:events';
import { type ResourceLimits, Worker } from 'node:worker_threads';

/**
 * Runs a thread from `entry` on, with `data` as its workerData, until its first message, which it gives. Rejects with what ended the thread
 * before, or when `signal` ends it, whatever it is at. A thread that needs more than `limits` ends with ERR_WORKER_OUT_OF_MEMORY.
 */
export async function runThread(entry: URL, data: unknown, signal: AbortSignal, limits?: ResourceLimits): Promise<unknown> {
  const thread = new Worker(entry, { workerData: data, ...(limits && { resourceLimits: limits }) });
  try {
    const [message] = await once(thread, 'message', { signal });
    return message;
  } finally {
    end(thread);
  }
}

/**
 * Ends a thread. One that hangs in the file system cannot be ended, and Node would wait for it at the end of the process too, without end:
 * everything else has ended by then, so that the process may as well be killed.
 */
function end(thread: Worker): void {
  const kill = () => process.kill(process.pid, 'SIGKILL');
  // What it fails with while it ends concerns nobody; unheard, it would end the process.
  thread.on('error', () => {});
  process.once('exit', kill);
  void thread.terminate().finally(() => process.off('exit', kill));
}
