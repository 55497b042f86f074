/** How often a responder looks for a sign of life of its workers. */
export const LOOK_MS = 1000;
/** A look that comes so late says nothing: the whole process stood still (stopped, suspended, starved), and its workers with it. */
const LATE_LOOK_MS = 1.5 * LOOK_MS;
/** Looks in a row without a sign of life, of a worker that listens and of one that still builds its answers. */
const HUNG_LOOKS = 3;
const UNSTARTED_LOOKS = 30;

/** Tells whether a worker hangs from looks at the signs of life that it gives; looks are counted, so that no clock can condemn it. */
export class Pulse {
  private beats = 0;
  private missed = 0;

  /** Why the worker hangs; undefined where it does not, or not for long enough. `beats` is 0 until the worker listens. */
  look(beats: number, sinceLastLookMs: number): Error | undefined {
    if (beats !== this.beats) {
      this.beats = beats;
      this.missed = 0;
      return undefined;
    }
    if (sinceLastLookMs < LATE_LOOK_MS) this.missed++;
    if (beats === 0) return this.missed < UNSTARTED_LOOKS ? undefined : new Error(`it did not start within ${UNSTARTED_LOOKS} s`);
    return this.missed < HUNG_LOOKS ? undefined : new Error(`it hung: no sign of life for ${HUNG_LOOKS} s`);
  }
}
