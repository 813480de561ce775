import { ref, type Ref } from "vue";

/** Milliseconds by which the server's clock is ahead of ours; learned from `Date` headers. */
let offset = 0;
const current = ref(Date.now());
let timer: ReturnType<typeof setInterval> | null = null;

/** The server's time now, in milliseconds: waits and goals are counted by its clock. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** Learns the server's clock. The header has whole seconds, so a smaller difference means nothing. */
export function learnServerTime(header: string | null): void {
  const time = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(time)) return;
  const measured = time + 500 - Date.now();
  if (Math.abs(measured - offset) > 1500) offset = measured;
}

/** A shared reactive clock that ticks once a second. */
export function useNow(): Ref<number> {
  if (timer === null) {
    timer = setInterval(() => {
      current.value = serverNow();
    }, 1000);
    current.value = serverNow();
  }
  return current;
}
