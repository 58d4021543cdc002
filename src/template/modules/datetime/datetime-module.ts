import { PythonModule } from '../python-module.ts';
import { dateClass } from './date.ts';
import { datetimeClass } from './datetime-class.ts';
import { timezoneClass } from './fixed-zone.ts';
import { timeClass } from './time.ts';
import { timedeltaClass } from './timedelta.ts';

/** `modules.datetime`. */
export const datetimeModule = new PythonModule('datetime', {
  date: dateClass,
  datetime: datetimeClass,
  time: timeClass,
  timedelta: timedeltaClass,
  timezone: timezoneClass,
});
