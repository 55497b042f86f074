import type { AskersView, AskingPrefixView } from '../api/contract.ts';
import { table } from './table.ts';
import { count } from './words.ts';

/** The networks that ask too late, and those that ask too early. */
export function presentAskers({ one_in, prefixes, unseen, later, early }: AskersView): string {
  const full = unseen === 0 ? '' : `; for ${count(unseen, 'answer')} there was no room`;
  return [
    `${count(prefixes, 'network')} followed, one in ${one_in} of those that ask${full}`,
    later.length === 0 ? 'None asks again late.' : `Asked again late:\n${laterTable(later)}`,
    early.length === 0 ? 'None asks before its answer has run out.' : `Asked before their answers had run out:\n${earlyTable(early)}`,
  ].join('\n\n');
}

function laterTable(prefixes: readonly AskingPrefixView[]): string {
  const heads = ['NETWORK', 'QUESTIONS', 'ANSWERS', 'ASKED AGAIN', 'LATE BY', 'AT LEAST', ''];
  const rows = prefixes.map(({ prefix, questions, answers, afterwards, ...late }) => [
    prefix,
    String(questions),
    String(answers),
    String(afterwards),
    `${late.mean_late_seconds} s`,
    `${late.least_late_seconds} s`,
    late.overstays ? 'keeps answers for too long' : '',
  ]);
  return table(heads, rows, 2);
}

function earlyTable(prefixes: readonly AskingPrefixView[]): string {
  const rows = prefixes.map(({ prefix, questions, answers, early }) => [
    prefix,
    String(questions),
    String(answers),
    String(early),
    `${((100 * early) / answers).toFixed(1)} %`,
  ]);
  return table(['NETWORK', 'QUESTIONS', 'ANSWERS', 'EARLY', 'PART'], rows, 2);
}
