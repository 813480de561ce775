import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { api } from "../api/client";
import type { Category, KnowledgeSummary } from "../api/types";
import { categoryPath, categoryTree } from "./tree";

/** The categories and the numbers on the tiles, shared by the list, the editor and the import. */
export const useKnowledge = defineStore("knowledge", () => {
  const categories = ref<Category[]>([]);
  const summary = ref<KnowledgeSummary | null>(null);
  const loaded = ref(false);

  async function loadCategories(): Promise<void> {
    categories.value = (await api.get<{ items: Category[] }>("/knowledge/categories")).items;
    loaded.value = true;
  }

  async function loadSummary(): Promise<void> {
    summary.value = await api.get<KnowledgeSummary>("/knowledge/summary");
  }

  return {
    categories,
    summary,
    loaded,
    tree: computed(() => categoryTree(categories.value)),
    path: (id: string | null): string => categoryPath(categories.value, id),
    loadCategories,
    loadSummary,
    refresh: async (): Promise<void> => {
      await Promise.all([loadCategories(), loadSummary()]);
    },
  };
});
