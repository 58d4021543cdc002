import { DateTimeValue } from '../modules/datetime/datetime.ts';
import { DateValue } from '../modules/datetime/date.ts';
import { compare } from '../values/compare.ts';
import { TemplateFault } from '../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../value.ts';
import { Float } from '../values/float.ts';
import { floatText, toText } from '../values/to-text.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { YamlOutput } from './yaml-output.ts';

/** A value that YAML has no form for: PyYAML's `safe_dump` refuses it. */
export class UnrepresentableValue extends TemplateFault {}

/** YAML as PyYAML's `safe_dump` writes it, block style. Throws UnrepresentableValue. */
export function yamlText(value: Value, sortKeys: boolean): string {
  return new YamlWriter(value, sortKeys).text;
}

type Place = 'root' | 'value' | 'item';
type Container = Value[] | Map<Value, Value> | Set<Value>;

function isContainer(value: Value): value is Container {
  return Array.isArray(value) || value instanceof Map || value instanceof Set;
}

class YamlWriter {
  readonly #output = new YamlOutput();
  readonly #sortKeys: boolean;
  /** Containers that stand in more than one place, by their anchors. */
  readonly #anchors: ReadonlyMap<Value, string>;
  readonly #written = new Set<Value>();

  constructor(value: Value, sortKeys: boolean) {
    this.#sortKeys = sortKeys;
    this.#anchors = findAnchors(value);
    const isOpen = this.#node(value, 0, 'root');
    this.#output.newLine();
    if (isOpen) this.#output.write('...\n');
  }

  get text(): string {
    return this.#output.text;
  }

  /** Writes a node; true when it is an unquoted scalar. */
  #node(value: Value, indent: number, place: Place): boolean {
    if (!isContainer(value)) return this.#scalar(value, indent + (place === 'root' ? 2 : 0));
    const anchor = this.#anchors.get(value);
    if (anchor !== undefined && this.#written.has(value)) {
      this.#output.token(`*${anchor}`);
      return false;
    }
    this.#written.add(value);
    if (anchor !== undefined) this.#output.token(`&${anchor}`);
    if (value instanceof Set) this.#output.token('!!set');
    const isCompact = place !== 'value' && anchor === undefined && !(value instanceof Set);
    if (Array.isArray(value)) this.#sequence(value, place === 'value' ? indent - 2 : indent, isCompact);
    else this.#mapping(entriesOf(value, this.#sortKeys), indent, isCompact);
    return false;
  }

  #sequence(items: readonly Value[], indent: number, isCompact: boolean): void {
    if (items.length === 0) {
      this.#output.token('[]');
      return;
    }
    items.forEach((item, index) => {
      if (index > 0 || !isCompact) this.#output.startLine(indent);
      this.#output.token('-');
      this.#node(item, indent + 2, 'item');
    });
  }

  #mapping(entries: readonly (readonly [Value, Value])[], indent: number, isCompact: boolean): void {
    if (entries.length === 0) {
      this.#output.token('{}');
      return;
    }
    entries.forEach(([key, value], index) => {
      if (index > 0 || !isCompact) this.#output.startLine(indent);
      this.#key(key, indent);
      this.#node(value, indent + 2, 'value');
    });
  }

  #key(key: Value, indent: number): void {
    if (isContainer(key))
      throw new UnrepresentableValue('YAML keys must be text, numbers, dates or booleans');
    const text = typeof key === 'string' ? key : plainScalar(key);
    if (text.length < 128 && !text.includes('\n')) {
      if (typeof key === 'string') this.#output.textScalar(key, indent, true);
      else this.#output.token(text);
    } else {
      this.#output.token('?');
      this.#scalar(key, indent + 2);
      this.#output.startLine(indent);
    }
    this.#output.write(':');
  }

  #scalar(value: Value, indent: number): boolean {
    if (typeof value === 'string') return this.#output.textScalar(value, indent, false);
    this.#output.token(plainScalar(value));
    return true;
  }
}

function entriesOf(
  value: Map<Value, Value> | Set<Value>,
  sortKeys: boolean,
): readonly (readonly [Value, Value])[] {
  const entries: (readonly [Value, Value])[] =
    value instanceof Map ? [...value] : [...value].map((item) => [item, null] as const);
  if (!sortKeys) return entries;
  try {
    return entries.sort(([a], [b]) => compare(a, b));
  } catch (thrown) {
    if (thrown instanceof TemplateFault) return [...(value instanceof Map ? value : entries)];
    throw thrown;
  }
}

/** A scalar that is not text. */
function plainScalar(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof DateTimeValue || value instanceof DateValue) return value.toText();
  const float = value instanceof Float ? value.value : typeof value === 'number' ? value : null;
  if (float === null || (value instanceof TemplateObject && value instanceof Undefined))
    throw new UnrepresentableValue(`cannot represent an object: ${typeName(value)}`);
  if (typeof value === 'number' && Number.isInteger(value)) return toText(value);
  if (Number.isNaN(float)) return '.nan';
  if (!Number.isFinite(float)) return float > 0 ? '.inf' : '-.inf';
  const text = floatText(float);
  return text.includes('.') ? text : text.replace('e', '.0e');
}

/** Names for the containers that occur twice, in the order in which the second occurrence is met. */
function findAnchors(root: Value): ReadonlyMap<Value, string> {
  const seen = new Set<Value>();
  const anchors = new Map<Value, string>();
  const visit = (value: Value): void => {
    if (!isContainer(value)) return;
    if (seen.has(value)) {
      if (!anchors.has(value)) anchors.set(value, `id${String(anchors.size + 1).padStart(3, '0')}`);
      return;
    }
    seen.add(value);
    if (value instanceof Map) for (const item of value.values()) visit(item);
    else for (const item of value) visit(item);
  };
  visit(root);
  return anchors;
}
