/** The ways in which a stand-in site can be broken: an error status, every connection reset, or no answer ever. */
export const BREAKS = ['503', 'reset', 'hang'] as const;

export type Break = (typeof BREAKS)[number];

/** What a stand-in site does with the requests of probes and visitors. */
export type Behaviour = 'serve' | Break;

/** What is said of an address that behaves so. */
export const BEHAVIOUR_TEXT: Readonly<Record<Behaviour, string>> = {
  serve: 'serves',
  '503': 'answers with status 503',
  reset: 'resets every connection',
  hang: 'accepts and never answers',
};

/** Whether a text names a way to break. */
export function isBreak(text: string | null): text is Break {
  return BREAKS.some(known => known === text);
}
