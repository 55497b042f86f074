import { formatDuration } from '../lib/duration.ts';
import type { TtlDecision, TtlReason } from './decide.ts';

/** The most seconds that an answer lives which is given at `nowMs`, and why, in the words of an explanation. */
export function sayTtl({ seconds, notAfterMs, reason }: TtlDecision, nowMs: number): { readonly seconds: number; readonly reason: string } {
  const left = notAfterMs === undefined ? seconds : Math.max(1, Math.floor(notAfterMs / 1000) - Math.ceil(nowMs / 1000));
  if (notAfterMs === undefined || left >= seconds) return { seconds, reason: sayReason(reason) };
  const end = new Date(notAfterMs).toISOString();
  return { seconds: left, reason: `counting down to ${end}, when what an operator asked for ends` };
}

function sayReason(reason: TtlReason): string {
  switch (reason.kind) {
    case 'asked':
      return `the override on ${reason.by.key} asks for it`;
    case 'fixed':
      return 'fixed';
    case 'doubt':
      return `min: ${reason.by.why}`;
    case 'settled':
      return 'max: no verdict it depends on is about to change';
    case 'budget': {
      const { of, ms } = reason.budget;
      return `the longest that keeps the loss of a failure within ${formatDuration(ms)} ${of === 'expected' ? 'on average' : 'at worst'}`;
    }
    case 'turn': {
      const turn = `the verdict on ${reason.by.key} could turn in ${formatDuration(reason.by.inMs)} at the earliest`;
      return reason.bound === undefined ? turn : `${reason.bound}: ${turn}`;
    }
  }
}
