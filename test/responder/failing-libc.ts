import { type Libc, loadLibc } from '../../src/responder/libc.ts';

/** The calls of this machine's C library; throws where it has none. */
export async function realLibc(): Promise<Libc> {
  const libc = await loadLibc();
  if (typeof libc === 'string') throw new Error(`these tests need batched UDP: ${libc}`);
  return libc;
}

/** The real calls, of which the first ones of `call` fail with `errnos`. */
export function failing(libc: Libc, call: 'recvmmsg' | 'sendmmsg' | 'poll', ...errnos: readonly number[]): Libc {
  const left = [...errnos];
  let failed = 0;
  const real = libc[call] as (...args: readonly number[]) => number;
  const instead = (...args: readonly number[]): number => {
    failed = left.shift() ?? 0;
    return failed === 0 ? real(...args) : -1;
  };
  return { ...libc, [call]: instead, errno: () => (failed === 0 ? libc.errno() : failed) };
}

/** The real calls, but never more than `count` answers with one. */
export function sendingAtMost(libc: Libc, count: number): Libc {
  return { ...libc, sendmmsg: (fd, headers, wanted, flags) => libc.sendmmsg(fd, headers, Math.min(count, wanted), flags) };
}
