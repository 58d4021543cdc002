import type { Event } from './event.ts';

/** Is told of every event, with the instant it was emitted. */
export type EventListener = (event: Event, at: Date) => void;

/** Hands every event to every listener, in order of subscription, at once. */
export interface EventBus {
  emit(event: Event): void;
  /** Gives a function that ends the subscription. */
  subscribe(listener: EventListener): () => void;
}

/** A bus without listeners. */
export function createEventBus(): EventBus {
  const listeners = new Set<EventListener>();
  return {
    emit(event) {
      const at = new Date();
      for (const listener of listeners) listener(event, at);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
