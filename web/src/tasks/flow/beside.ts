/** What a flow may name beside itself: other tasks, skill groups, products. Read once a page. */
import { ref } from "vue";
import { api } from "../../api/client";
import type { Group, Page, ProductSummary, TaskSummary } from "../../api/types";
import { toastError } from "../../app/toast";

const tasks = ref<TaskSummary[]>([]);
const groups = ref<Group[]>([]);
const products = ref<ProductSummary[]>([]);

export function useBeside() {
  async function read(): Promise<void> {
    try {
      tasks.value = await api.get<TaskSummary[]>("/dialogue/drafts");
      groups.value = (await api.get<{ items: Group[] }>("/groups")).items;
      products.value = (await api.get<Page<ProductSummary>>("/products", { state: "confirmed", limit: 200 })).items;
    } catch (error) {
      toastError(error);
    }
  }
  return { tasks, groups, products, read };
}
