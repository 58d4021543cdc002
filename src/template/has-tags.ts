/** Whether a text holds a tag of a template, so that it must be rendered to be known. Most texts hold no brace at all. */
export function hasTags(text: string): boolean {
  return text.includes('{') && /\{[{%#]/.test(text);
}
