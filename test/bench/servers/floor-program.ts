/** The floor: the responder's sockets on one thread, and an engine that sends each query back as its own answer. Prints its port. */
import { systemClock } from '../../../src/lib/clock.ts';
import { createCounters } from '../../../src/responder/counters.ts';
import { createDescriptors } from '../../../src/responder/descriptors.ts';
import type { Engine } from '../../../src/responder/engine.ts';
import { openUdp } from '../../../src/responder/udp.ts';
import { AA, QR } from '../../../src/responder/wire.ts';

const echo: Engine = {
  tick() {},
  respond(_query, length, _peer, out) {
    out[2] = out[2]! | QR | AA;
    return length;
  },
};
const { transport } = await openUdp('auto', {
  addresses: [{ address: '127.0.0.1', port: 0 }],
  shared: false,
  engine: echo,
  counters: createCounters(),
  descriptors: createDescriptors(),
  clock: systemClock,
  onFault: error => console.error(error),
});
console.log(transport.bound[0]!.port);
// The sockets take the thread and never give it back; a SIGTERM then ends the process without anybody being asked.
await transport.serve(() => true);
