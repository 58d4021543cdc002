import type { TemplateObject } from '../value.ts';
import { datetimeModule } from './datetime/datetime-module.ts';
import { itertoolsModule } from './itertools/itertools-module.ts';
import { PythonModule } from './python-module.ts';
import { pytzModule } from './pytz/pytz-module.ts';
import { reModule } from './re/re-module.ts';

const modules = new PythonModule('modules', {
  datetime: datetimeModule,
  pytz: pytzModule,
  re: reModule,
  itertools: itertoolsModule,
});

/** The context's `modules`: the parts of Python's datetime, pytz, re and itertools that templates use. */
export function pythonModules(): TemplateObject {
  return modules;
}
