import { freePort } from '../../support/free-port.ts';

const given = new Set<number>();

/** A free port that no other program of this bench was given: many are started at once, and each takes a moment until it has its port. */
export async function ownPort(address?: string): Promise<number> {
  for (;;) {
    const port = await freePort(address);
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
