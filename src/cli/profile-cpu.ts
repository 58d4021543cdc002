import { Session, type Profiler } from 'node:inspector';
import { ProjectFailure } from '../errors/project-error.ts';
import { writeJson } from '../artifacts/write-json.ts';

/** Microseconds between two looks at the stack. */
const INTERVAL = 500;

/**
 * Runs `work` under V8's sampling profiler and writes what it saw to `file`, in the format that browsers and editors
 * open. Gives what `work` gives. Throws ProjectFailure TX6001 when the file cannot be written.
 */
export async function profileCpu<T>(file: string, work: () => Promise<T>): Promise<T> {
  if (file === '') {
    throw new ProjectFailure({
      code: 'TX6001',
      message: '--profile-cpu needs the name of a file',
      hint: 'Name one, e.g. --profile-cpu build.cpuprofile.',
    });
  }
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
  session.post('Profiler.start');
  try {
    return await work();
  } finally {
    writeJson(file, stop(session));
  }
}

/** A session of the same thread answers at once: the callback has been called when `post` returns. */
function stop(session: Session): Profiler.Profile | undefined {
  const answers: Profiler.Profile[] = [];
  session.post('Profiler.stop', (_fault, { profile }) => answers.push(profile));
  session.disconnect();
  return answers[0];
}
