import { Packet } from 'dns2';
import { ask } from './ask.ts';
import type { Server } from './servers/server.ts';
import { NEAR, type Scenario } from './workload.ts';

const CHECKED = 40;
const COOKIE = 10;
const CLIENT_SUBNET = 8;

/** Asks a server some of a scenario's questions; throws where an answer is not what is to be measured, since refusing costs less. */
export async function verify(server: Server, scenario: Scenario, option: Uint8Array | undefined): Promise<void> {
  const step = Math.max(1, Math.floor(scenario.questions.length / CHECKED));
  for (let i = 0; i < scenario.questions.length; i += step) {
    const question = scenario.questions[i]!;
    const wrong = faultOf(await ask(server.port, question, option), question, scenario);
    if (wrong) throw new Error(`${server.name}, ${scenario.title}: ${question} gives ${wrong}`);
  }
}

/** What is wrong with an answer, or undefined. */
function faultOf({ header, answers, additionals }: Packet, question: string, { id, extra }: Scenario): string | undefined {
  const missing = question.startsWith('gone');
  if (header.rcode !== (missing ? 3 : 0)) return `RCODE ${header.rcode}`;
  if (answers.length !== (missing ? 0 : 1)) return `${answers.length} records`;
  if (id === 'geo' && answers[0]!.address !== NEAR) return `${answers[0]!.address}, the client is near ${NEAR}`;
  const opt = additionals.find(({ type }) => type === Packet.TYPE.EDNS);
  const wanted = extra && (extra.kind === 'cookie' ? COOKIE : CLIENT_SUBNET);
  if (!wanted) return undefined;
  const codes = (opt?.rdata ?? []).map(({ ednsCode }) => ednsCode);
  return codes.includes(wanted) ? undefined : `EDNS options ${codes.join(' ') || 'none'}, not ${wanted}`;
}
