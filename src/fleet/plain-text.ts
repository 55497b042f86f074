/** Controls, characters that are not seen but change how others look, halves of surrogate pairs, and line breaks of Unicode's own. */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/** Whether a text is fit for a log line, a terminal and a page, and has at most `most` characters. */
export function isPlainText(text: string, most: number): boolean {
  return (text.length <= most || (text.length <= 2 * most && [...text].length <= most)) && !NOT_PLAIN.test(text);
}
