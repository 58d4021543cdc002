/** A fault while a template runs, before it is known where: the place is added as the error leaves the template. */
export class TemplateFault extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'TemplateFault';
    this.hint = hint;
  }
}

/** Carries a macro's `return()` value out of nested blocks. */
export class MacroReturn {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}
