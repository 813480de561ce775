import { defineStore } from "pinia";
import { ref, shallowRef, watch } from "vue";
import type { AgentFrame } from "../api/types";
import { useLive } from "../app/live";
import { take, type Known } from "./picture";

/** The live board, told by the server while somebody looks at it. */
export const useBoard = defineStore("board", () => {
  const live = useLive();
  const known = shallowRef<Known | null>(null);
  const looking = ref(0);

  function heed(frame: AgentFrame): void {
    if (frame.t === "board") known.value = take(known.value, frame.d);
    // Every connection begins anew: the server has forgotten that we look.
    else if (frame.t === "snapshot" && looking.value > 0) ask(true);
  }
  live.listen(heed);

  const ask = (active: boolean): boolean => live.send({ t: "watch_board", d: { active } });
  watch(looking, (now, before) => {
    if (now > 0 && before === 0) ask(true);
    else if (now === 0) {
      ask(false);
      known.value = null;
    }
  });

  return {
    known,
    /** Looks until the returned function is called. */
    look(): () => void {
      looking.value += 1;
      return () => {
        looking.value -= 1;
      };
    },
  };
});
