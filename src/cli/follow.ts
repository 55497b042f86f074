import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 500;

/** Something that takes its course, as the API shows it. */
export interface FollowedCourse<Moment> {
  readonly phase: string;
  readonly timeline: readonly Moment[];
}

export interface Following<Moment, T extends FollowedCourse<Moment>> {
  /** Asks for it as it is now. */
  readonly read: () => Promise<T>;
  /** Given every moment once. */
  readonly tell: (moment: Moment) => void;
}

/** Tells what happens to a course as it happens, until its end. Gives what it came to; undefined where whoever looks has left with Ctrl-C. */
export async function follow<Moment, T extends FollowedCourse<Moment>>(
  first: T,
  { read, tell }: Following<Moment, T>,
): Promise<T | undefined> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.once('SIGINT', leave);
  try {
    let told = 0;
    for (let course = first; ; course = await read()) {
      for (const moment of course.timeline.slice(told)) tell(moment);
      told = course.timeline.length;
      if (course.phase === 'ended') return course;
      await pause(EVERY_MS, undefined, { signal: leaving.signal }).catch(() => {});
      if (leaving.signal.aborted) return undefined;
    }
  } finally {
    process.off('SIGINT', leave);
  }
}
