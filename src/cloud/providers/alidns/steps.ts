import { z } from 'zod';
import type { CloudErrorKind, PlanStep, ViewKey, WantedRecord } from '../../../model/cloud.ts';
import type { Name } from '../../../model/zone.ts';
import { newRecordId } from '../../plan/after-step.ts';
import { CloudError } from '../../provider.ts';
import { type Additions, additionKey } from './additions.ts';
import type { Call, Parameters } from './call.ts';
import { domainName } from './domain.ts';
import type { Lines } from './lines.ts';
import { readAnswer } from './read-answer.ts';
import { recordValue, rrOf } from './records.ts';

/** The zone that a step is for, and its lines. */
export interface Place {
  readonly zone: Name;
  readonly lines: Lines;
}

const ADDED = z.object({ RecordId: z.string() });

type Of<Kind extends PlanStep['kind']> = Extract<PlanStep, { kind: Kind }>;

/** Does the steps of plans, one call each; an addition takes two. */
export class Steps {
  readonly #call: Call;
  readonly #mark: string;
  readonly #additions: Additions;
  /** The ids of records that plans call by what they say, since they had none when the plan was made. */
  readonly #added = new Map<string, string>();

  constructor({ call, mark, additions }: { readonly call: Call; readonly mark: string; readonly additions: Additions }) {
    this.#call = call;
    this.#mark = mark;
    this.#additions = additions;
  }

  async apply(step: PlanStep, place: Place, signal: AbortSignal): Promise<void> {
    if (step.kind === 'add') return this.#add(step, place, signal);
    const [action, parameters] = this.#question(step, place);
    await this.#call(action, parameters, signal);
    if (step.kind === 'remove') this.#added.delete(step.id);
  }

  /** Gives a record that was added its mark. */
  async mark(id: string, key: string, signal: AbortSignal): Promise<void> {
    await this.#call('UpdateDomainRecordRemark', { RecordId: id, Remark: this.#mark }, signal);
    this.#additions.settle(key);
  }

  async #add({ record }: Of<'add'>, place: Place, signal: AbortSignal): Promise<void> {
    const question = recordQuestion(record, place);
    const key = additionKey({
      domain: domainName(place.zone),
      rr: question.RR,
      type: question.Type,
      line: question.Line,
      value: question.Value,
    });
    const begun = this.#additions.has(key);
    this.#additions.note(key);
    const known = begun ? this.#added.get(newRecordId(record)) : undefined;
    const forgetIf = (kinds: readonly CloudErrorKind[]) => (error: unknown) => {
      if (error instanceof CloudError && kinds.includes(error.kind)) this.#forget(record, key);
      throw error;
    };
    if (known !== undefined) return this.mark(known, key, signal).catch(forgetIf(['reread']));
    // What was begun before may be there, whatever is said of this attempt.
    const id = await this.#create(record, question, place, signal).catch(forgetIf(begun ? [] : ['reread', 'capability', 'stop']));
    await this.mark(id, key, signal);
  }

  async #create(record: WantedRecord, question: Parameters, { zone }: Place, signal: AbortSignal): Promise<string> {
    const answer = await this.#call('AddDomainRecord', { DomainName: domainName(zone), ...question }, signal);
    const { RecordId } = readAnswer(ADDED, 'AddDomainRecord', answer);
    this.#added.set(newRecordId(record), RecordId);
    return RecordId;
  }

  #forget(record: WantedRecord, key: string): void {
    this.#added.delete(newRecordId(record));
    this.#additions.settle(key);
  }

  #question(step: Exclude<PlanStep, Of<'add'>>, place: Place): readonly [action: string, parameters: Parameters] {
    switch (step.kind) {
      case 'update':
        return ['UpdateDomainRecord', { RecordId: this.#idOf(step.id), ...recordQuestion(step.to, place) }];
      case 'enable':
      case 'disable':
        return ['SetDomainRecordStatus', { RecordId: this.#idOf(step.id), Status: step.kind === 'enable' ? 'Enable' : 'Disable' }];
      case 'remove':
        return ['DeleteDomainRecord', { RecordId: this.#idOf(step.id) }];
      case 'weighting':
        return ['SetDNSSLBStatus', weightingQuestion(step, place)];
      case 'weight':
        return ['UpdateDNSSLBWeight', { RecordId: this.#idOf(step.id), Weight: step.weight }];
    }
  }

  #idOf(id: string): string {
    return this.#added.get(id) ?? id;
  }
}

function recordQuestion({ owner, type, data, ttl, view }: WantedRecord, { zone, lines }: Place) {
  return { RR: rrOf(owner, zone), Type: type, Value: recordValue(data), TTL: ttl, Line: lineOf(view, lines) };
}

function weightingQuestion({ owner, type, view, on }: Of<'weighting'>, { zone, lines }: Place): Parameters {
  const DomainName = domainName(zone);
  return { SubDomain: `${rrOf(owner, zone)}.${DomainName}`, DomainName, Open: on, Line: lineOf(view, lines), Type: type };
}

function lineOf(view: ViewKey, lines: Lines): string {
  const line = lines.lineOf(view);
  if (line === undefined) throw new CloudError(`the domain has no line for ${view}`, { kind: 'capability', code: 'UnsupportedLine' });
  return line;
}
