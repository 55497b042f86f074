/** A string or template literal; `value` is what stands between the quotes, escapes as they are written. */
export interface Literal {
  readonly at: number;
  readonly value: string;
}

/** A source file taken apart as far as the rules need it. */
export interface SourceText {
  /** As long as the file, line for line: comments, regular expressions and what stands inside quotes are blanks. */
  readonly code: string;
  readonly literals: readonly Literal[];
}

/** A `/` behind one of these begins a regular expression; behind anything else it divides. */
const BEFORE_REGEX = /(?:^|[([{,;=:!&|?+\-*%~^<>]|\b(?:return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await))\s*$/;

const LINE_COMMENT = /\/\/[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;
const QUOTED = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;

/** Takes TypeScript apart into code, and literals. Templates count as one literal, what they interpolate included. */
export function readSourceText(text: string): SourceText {
  const literals: Literal[] = [];
  let code = '';
  while (code.length < text.length) {
    const at = code.length;
    const end = tokenEnd(text, at, code);
    const token = text.slice(at, end);
    const quoted = /^['"`]/.test(token) && token.length > 1;
    if (quoted) literals.push({ at, value: token.slice(1, -1) });
    if (token.length === 1) code += token;
    else code += quoted ? token.charAt(0) + blank(token.slice(1, -1)) + token.charAt(0) : blank(token);
  }
  return { code, literals };
}

/** Where the comment, literal or regular expression that begins at `at` ends; `at + 1` for any other character. */
function tokenEnd(text: string, at: number, before: string): number {
  switch (text.charAt(at)) {
    case "'":
    case '"':
      return matchEnd(QUOTED, text, at);
    case '`':
      return templateEnd(text, at);
    case '/': {
      const comment = Math.max(matchEnd(LINE_COMMENT, text, at), matchEnd(BLOCK_COMMENT, text, at));
      if (comment > at + 1) return comment;
      return BEFORE_REGEX.test(before.slice(-40)) ? matchEnd(REGEX, text, at) : at + 1;
    }
    default:
      return at + 1;
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at + 1;
}

/** Follows `${…}` to any depth, so that a template inside a template does not end the outer one. */
function templateEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (depth === 0 && char === '`') return at + 1;
    else if (char === '$' && text.charAt(at + 1) === '{') {
      depth++;
      at++;
    } else if (depth > 0 && char === '}') depth--;
    else if (depth > 0 && char === '{') depth++;
    else if (depth > 0 && /['"`/]/.test(char)) at = tokenEnd(text, at, text.slice(start, at)) - 1;
  }
  return text.length;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
