/** Nodes that were copied: they can be put into another flow too. */
import { ref } from "vue";
import type { FlowNode } from "../../api/types";

export const copied = ref<FlowNode[]>([]);
