/** The calls of the C library that node:dgram does not have, through koffi: many datagrams with one call. */

/** Addresses are numbers of `addressOf`. Every call gives -1 where it failed, and `errno` then tells why. */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  getsockname(fd: number, address: Uint8Array, length: Uint8Array): number;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array, length: number): number;
  close(fd: number): number;
  /** Makes `to` another number for what `from` is; what `to` was is closed in the same moment. */
  dup2(from: number, to: number): number;
  eventfd(value: number, flags: number): number;
  read(fd: number, into: number, length: number): number;
  poll(fds: number, count: number, timeoutMs: number): number;
  recvmmsg(fd: number, headers: number, count: number, flags: number, timeout: number): number;
  sendmmsg(fd: number, headers: number, count: number, flags: number): number;
  usleep(microseconds: number): number;
  /** The error of the last call of this thread that failed. */
  errno(): number;
  /** Where `memory` stands. It stays there as long as somebody holds it. */
  addressOf(memory: ArrayBuffer): number;
}

/** Machines on which the structures and numbers of `message-slots.ts` and `udp-socket.ts` hold: 64 bits, low octets first. */
const MACHINES: readonly string[] = ['x64', 'arm64', 'riscv64', 'loong64'];

/** The calls, or one line that says why this machine does not have them. */
export async function loadLibc(): Promise<Libc | string> {
  if (process.platform !== 'linux' || !MACHINES.includes(process.arch)) return `not on ${process.platform} ${process.arch}`;
  try {
    const { default: koffi } = await import('koffi');
    // No name: whatever C library the process runs with, glibc or musl.
    return bindCalls(koffi);
  } catch (error) {
    return error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
  }
}

function bindCalls(koffi: typeof import('koffi').default): Libc {
  const library = koffi.load(null);
  // Addresses that are used for every batch are plain integers, which koffi takes as they are; buffers it would have to look into.
  return {
    socket: library.func('int socket(int, int, int)'),
    bind: library.func('int bind(int, void *, uint32_t)'),
    getsockname: library.func('int getsockname(int, void *, void *)'),
    setsockopt: library.func('int setsockopt(int, int, int, void *, uint32_t)'),
    close: library.func('int close(int)'),
    dup2: library.func('int dup2(int, int)'),
    eventfd: library.func('int eventfd(uint32_t, int)'),
    read: library.func('long read(int, uintptr_t, unsigned long)'),
    poll: library.func('int poll(uintptr_t, unsigned long, int)'),
    recvmmsg: library.func('int recvmmsg(int, uintptr_t, uint32_t, int, uintptr_t)'),
    sendmmsg: library.func('int sendmmsg(int, uintptr_t, uint32_t, int)'),
    usleep: library.func('int usleep(uint32_t)'),
    errno: () => koffi.errno(),
    addressOf: memory => Number(koffi.address(Buffer.from(memory))),
  };
}
