import { onBeforeUnmount, onMounted } from "vue";

/** Listens as long as the component lives. */
export function useEventListener(target: EventTarget, name: string, handler: (event: Event) => void): void {
  onMounted(() => target.addEventListener(name, handler));
  onBeforeUnmount(() => target.removeEventListener(name, handler));
}
