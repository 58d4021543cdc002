import colors from 'picocolors';

/** The colours that reports use; without colour each gives its text as it is. */
export interface Palette {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** A palette with or without colour. */
export function createPalette(enabled: boolean): Palette {
  const { red, green, yellow, cyan, dim, bold } = colors.createColors(enabled);
  return { red, green, yellow, cyan, dim, bold };
}

/** Whether to colour: the flag where it was given, else NO_COLOR, FORCE_COLOR, CI and whether the stream is a terminal. */
export function wantsColour(
  flag: boolean | null,
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag !== null) return flag;
  if (environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR'] && environment['FORCE_COLOR'] !== '0') return true;
  return isTerminal;
}
