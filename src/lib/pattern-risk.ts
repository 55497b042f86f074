/** One group of a regular expression while it is read. */
interface Group {
  readonly start: number;
  /** Whether something in it may match in more than one way: a repetition, or alternatives. */
  varies: boolean;
}

/** An escape, a class, the head of a group, or one character. */
const ATOM = /\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:|<[^>]*>|[a-z]*(?:-[a-z]+)?:)|./sy;

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y;

/**
 * The first group of an ECMAScript regular expression that is repeated while it holds a repetition or alternatives, as `(a+)+` and
 * `(a|ab)*` do; undefined where there is none. A text that almost matches can keep such a pattern busy for as long as the universe
 * lasts. Without one it takes at worst a power of the text's length, so a bound of time is needed all the same. A pattern that does
 * not compile gets an answer of no meaning.
 */
export function riskyGroup(pattern: string): string | undefined {
  const open: Group[] = [];
  for (let at = 0; at < pattern.length; ) {
    const atom = matchAt(ATOM, pattern, at)![0];
    at += atom.length;
    if (atom.startsWith('(')) {
      open.push({ start: at - atom.length, varies: false });
      continue;
    }
    const outer = open.at(atom === ')' ? -2 : -1);
    const closed = atom === ')' ? open.pop() : undefined;
    const quantifier = matchAt(QUANTIFIER, pattern, at);
    at += quantifier?.[0].length ?? 0;
    const repeated = quantifier !== undefined && repeats(quantifier);
    if (repeated && closed?.varies) return pattern.slice(closed.start, at);
    if (outer && (atom === '|' || closed?.varies || (quantifier && !isExact(quantifier)))) outer.varies = true;
  }
  return undefined;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text) ?? undefined;
}

/** Whether what stands before the quantifier may come more than once. */
function repeats([text, least, comma, most]: RegExpExecArray): boolean {
  if (least === undefined) return !text.startsWith('?');
  return Number(comma === undefined ? least : most || Number.POSITIVE_INFINITY) > 1;
}

/** `{3}`, which can be taken in one way only. */
function isExact([, least, comma]: RegExpExecArray): boolean {
  return least !== undefined && comma === undefined;
}
