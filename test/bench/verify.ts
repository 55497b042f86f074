import type { Packet } from 'dns2';
import { RCODE } from '../../src/lib/rcode.ts';
import { ask } from './ask.ts';
import { endOfQuestion } from './load/question.ts';
import type { Server } from './servers/server.ts';
import { NEAR, type Scenario } from './workload.ts';

const CHECKED = 40;
/** Octets of an option that come back as they went: code, length, and the client's half of a cookie, or family and prefix length. */
const ECHOED = { cookie: 12, option: 7 } as const;

/** Asks a server some of a scenario's questions; throws where an answer is not what is to be measured, since refusing costs less. */
export async function verify(server: Server, scenario: Scenario, option: Uint8Array | undefined): Promise<void> {
  const { extra } = scenario;
  const step = Math.max(1, Math.floor(scenario.questions.length / CHECKED));
  for (let i = 0; i < scenario.questions.length; i += step) {
    const question = scenario.questions[i]!;
    const { packet, octets } = await ask(server.port, question, option);
    const wrong = faultOf(packet, question, scenario) ?? (extra && optionFault(octets, option!.subarray(0, ECHOED[extra.kind])));
    if (wrong) throw new Error(`${server.name}, ${scenario.title}: ${question} gives ${wrong}`);
  }
}

/** What is wrong with an answer, or undefined. */
function faultOf({ header, answers }: Packet, question: string, { id }: Scenario): string | undefined {
  const missing = question.startsWith('gone');
  if (header.rcode !== (missing ? RCODE.NXDOMAIN : RCODE.NOERROR)) return `RCODE ${header.rcode}`;
  if (answers.length !== (missing ? 0 : 1)) return `${answers.length} records`;
  if (id === 'geo' && answers[0]!.address !== NEAR) return `${answers[0]!.address}, the client is near ${NEAR}`;
  return undefined;
}

function optionFault(answer: Buffer, expected: Uint8Array): string | undefined {
  return answer.indexOf(expected, endOfQuestion(answer)) < 0 ? 'no answer to its EDNS option' : undefined;
}
