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
  const errnoOf = (real: (...args: never[]) => number, next: () => number) => {
    return (...args: readonly number[]): number => {
      failed = next();
      return failed === 0 ? real(...(args as never[])) : -1;
    };
  };
  const calls = { recvmmsg: libc.recvmmsg, sendmmsg: libc.sendmmsg, poll: libc.poll };
  const instead = Object.fromEntries(
    Object.entries(calls).map(([name, real]) => [name, errnoOf(real, () => (name === call ? (left.shift() ?? 0) : 0))]),
  );
  return { ...libc, ...instead, errno: () => (failed === 0 ? libc.errno() : failed) };
}

/** The real calls, but never more than `count` answers with one. */
export function sendingAtMost(libc: Libc, count: number): Libc {
  return { ...libc, sendmmsg: (fd, headers, wanted, flags) => libc.sendmmsg(fd, headers, Math.min(count, wanted), flags) };
}
