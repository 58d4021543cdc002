import { literal } from '../../src/adapter-api/ansi/naming.ts';
import type { FileDialect, FileOption, FileTarget } from '../../src/adapter-api/dialect.ts';

/** DuckDB's COPY to files and its functions that read them, with the settings of dbt-duckdb. */
export const duckdbFiles: FileDialect = {
  copyTo(target, query) {
    const { format, partitionBy, options } = target;
    const settings: (readonly [string, string])[] = [['format', format]];
    if (format === 'csv' && !options.has('header')) settings.push(['header', 'true']);
    if (partitionBy.length > 0) settings.push(['partition_by', `(${partitionBy.join(', ')})`]);
    for (const [name, value] of options) {
      if (name !== 'format' && name !== 'partition_by') settings.push([name, optionText(value)]);
    }
    const list = settings.map(([name, value]) => `${name} ${value}`).join(', ');
    return `copy (\n${query.trim()}\n) to ${literal(target.location)} (${list})`;
  },
  read(target) {
    const files = literal(filePattern(target));
    switch (target.format) {
      case 'csv':
        return `read_csv(${[files, 'auto_detect=True', ...csvSettings(target)].join(', ')})`;
      case 'json':
        return `read_json(${files}, auto_detect=True)`;
      case 'parquet':
        return `read_parquet(${files}, union_by_name=False)`;
    }
  },
};

/** Numbers, switches, single words and what is quoted already stay as they are; other text becomes a literal. */
function optionText(value: FileOption): string {
  if (typeof value === 'object') return `(${value.join(', ')})`;
  const text = String(value);
  return /^([\w.]+|'.+'|\(.*\)|\{.*\})$/s.test(text) ? text : literal(text);
}

/** Settings of COPY that a reader must know too, by the names that `read_csv` has for them. */
const CSV_SETTINGS: Readonly<Record<string, string>> = {
  delimiter: 'delim',
  delim: 'delim',
  sep: 'delim',
  header: 'header',
  quote: 'quote',
  escape: 'escape',
  nullstr: 'nullstr',
};

function csvSettings({ options }: FileTarget): readonly string[] {
  return [...options].flatMap(([name, value]) => {
    const setting = Object.hasOwn(CSV_SETTINGS, name) ? CSV_SETTINGS[name] : undefined;
    if (setting === undefined) return [];
    return [`${setting}=${setting === 'header' ? isOn(value) : optionText(value)}`];
  });
}

const isOn = (value: FileOption): boolean => !['false', '0'].includes(String(value).toLowerCase());

/** The file, or every file of the folder below the partitions. */
function filePattern({ location, format, partitionBy, options }: FileTarget): string {
  const isFolder =
    partitionBy.length > 0 || options.has('per_thread_output') || options.has('file_size_bytes');
  return isFolder ? `${location}${'/*'.repeat(partitionBy.length)}/*.${format}` : location;
}
