/** Names of the types that need no look-up, by oid, as `format_type` writes them. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [16, 'boolean'],
  [17, 'bytea'],
  [18, '"char"'],
  [19, 'name'],
  [20, 'bigint'],
  [21, 'smallint'],
  [23, 'integer'],
  [25, 'text'],
  [26, 'oid'],
  [114, 'json'],
  [700, 'real'],
  [701, 'double precision'],
  [1042, 'character'],
  [1043, 'character varying'],
  [1082, 'date'],
  [1083, 'time without time zone'],
  [1114, 'timestamp without time zone'],
  [1184, 'timestamp with time zone'],
  [1186, 'interval'],
  [1266, 'time with time zone'],
  [1700, 'numeric'],
  [2950, 'uuid'],
  [3802, 'jsonb'],
]);

/** Bytes of the header that the modifier of a sized type counts in. */
const HEADER = 4;

/** A column's type as the database writes it, e.g. `numeric(6,2)`; null when it must be asked for. */
export function typeName(oid: number, modifier: number): string | null {
  const name = NAMES.get(oid);
  if (name === undefined || modifier < 0) return name ?? null;
  if (oid === 1042 || oid === 1043) return `${name}(${modifier - HEADER})`;
  if (oid === 1700) {
    const packed = modifier - HEADER;
    // The scale is a signed number of eleven bits.
    const scale = ((packed & 0x7ff) ^ 0x400) - 0x400;
    return `${name}(${(packed >> 16) & 0xffff},${scale})`;
  }
  return null;
}
