import { onScopeDispose, ref, type Ref } from "vue";

/** Whether the window is at least so many pixels wide; follows the window. */
export function useWide(pixels: number): Ref<boolean> {
  const query = window.matchMedia(`(min-width: ${pixels}px)`);
  const wide = ref(query.matches);
  const follow = (event: MediaQueryListEvent): void => {
    wide.value = event.matches;
  };
  query.addEventListener("change", follow);
  onScopeDispose(() => query.removeEventListener("change", follow));
  return wide;
}
