import { TemplateFault } from './template-fault.ts';

/** Items that a list may have: V8 ends the process where one grows to twice as many. */
const MOST_ITEMS = 50_000_000;

/** Throws TemplateFault where a list would have more items than it may. */
export function checkListSize(items: number): void {
  if (items > MOST_ITEMS)
    throw new TemplateFault(`a list cannot have more than ${MOST_ITEMS.toLocaleString('en')} items`);
}
