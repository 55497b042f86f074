import type { Socket } from 'node:net';

/** Sends `opening`, then `chunk` again and again for as long as the other side takes it; `sent` hears of every chunk. */
export function flood(socket: Socket, opening: string, chunk: Buffer, sent: (octets: number) => void): void {
  socket.write(opening, 'latin1');
  const more = () => {
    for (let full = false; socket.writable && !full; sent(chunk.length)) full = !socket.write(chunk);
  };
  socket.on('drain', more);
  more();
}

/** Sends `opening`, then one letter after the other, each when the one before is on its way; `sent` hears of every one. */
export function drip(socket: Socket, opening: string, sent: () => void): void {
  socket.write(opening, 'latin1');
  const next = () => {
    if (!socket.writable) return;
    socket.write('a', () => setImmediate(next));
    sent();
  };
  next();
}
