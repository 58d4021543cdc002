import { datetimeFromIso } from '../modules/datetime/datetime-class.ts';
import { DateValue } from '../modules/datetime/date.ts';
import { readIsoDay } from '../modules/datetime/iso-format.ts';
import { integerValue } from '../modules/arguments.ts';
import type { Value } from '../value.ts';
import { Float, toFloat } from '../values/float.ts';

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const TRUE = /^(?:yes|true|on)$/i;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^[-+]?(?:0b[0-1_]+|0[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|[-+]\d\d?(?::?\d\d)?))?$/;

/** What an unquoted YAML 1.1 scalar means to PyYAML, where it is not text: null, bool, int, float, date, datetime. */
export function readYamlScalar(text: string): Value | undefined {
  if (NULL.test(text)) return null;
  if (BOOLEAN.test(text)) return TRUE.test(text);
  if (INTEGER.test(text)) return readInteger(text.replace(/_/g, ''));
  if (FLOAT.test(text)) return readFloat(text.replace(/_/g, '').toLowerCase());
  if (DAY.test(text)) {
    const day = readIsoDay(text);
    return day && new DateValue(day);
  }
  return readMoment(text);
}

/** Whether PyYAML would read the unquoted text as something other than text. */
export function isYamlLiteral(text: string): boolean {
  return (
    text === '=' ||
    text === '<<' ||
    NULL.test(text) ||
    BOOLEAN.test(text) ||
    INTEGER.test(text) ||
    FLOAT.test(text) ||
    DAY.test(text) ||
    MOMENT.test(text)
  );
}

function sexagesimal(text: string): number {
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}

function readInteger(text: string): Value {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const size = digits.includes(':')
    ? BigInt(sexagesimal(digits))
    : BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return integerValue(negative ? -size : size);
}

function readFloat(text: string): Value {
  if (text === '.nan') return new Float(NaN);
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const size = digits === '.inf' ? Infinity : digits.includes(':') ? sexagesimal(digits) : Number(digits);
  return toFloat(negative ? -size : size);
}

function readMoment(text: string): Value | undefined {
  const match = MOMENT.exec(text);
  if (!match) return undefined;
  const two = (part: string | undefined): string => (part ?? '').padStart(2, '0');
  const [, year, month, day, hour, minute, second, fraction, zone = ''] = match;
  const offset = /^([-+])(\d\d?):?(\d\d)?$/.exec(zone);
  const zoneText = offset ? `${offset[1]}${two(offset[2])}:${two(offset[3])}` : zone;
  const seconds = `${second}${fraction ? `.${fraction}` : ''}`;
  return datetimeFromIso(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${seconds}${zoneText}`);
}
