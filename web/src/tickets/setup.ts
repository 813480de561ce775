import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { useI18n } from "vue-i18n";
import { api } from "../api/client";
import type { Group } from "../api/types";
import type { TicketPriority, TicketStatus, TicketType } from "./types";

/** Types, statuses and groups, read once a session and again when a page of tickets opens. */
export const useSetup = defineStore("tickets", () => {
  const { t, te } = useI18n();
  const types = ref<TicketType[]>([]);
  const statuses = ref<TicketStatus[]>([]);
  const groups = ref<Group[]>([]);

  async function load(): Promise<void> {
    const [setup, found] = await Promise.all([
      api.get<{ types: TicketType[]; statuses: TicketStatus[] }>("/tickets/setup"),
      api.get<{ items: Group[] }>("/groups"),
    ]);
    types.value = setup.types;
    statuses.value = setup.statuses;
    groups.value = found.items;
  }

  /** What a company did not name is named by its key, in the language of the page. */
  const named = (room: string, key: string, name: string | undefined): string => {
    if (name) return name;
    return te(`tickets.${room}.${key}`) ? t(`tickets.${room}.${key}`) : key;
  };
  const typeName = (key: string): string => named("typeName", key, types.value.find((one) => one.key === key)?.name);
  const statusName = (key: string): string => named("category", key, statuses.value.find((one) => one.key === key)?.name);
  const priorityName = (priority: TicketPriority): string => t(`tickets.priority.${priority}`);
  const offered = computed(() => types.value.filter((one) => !one.retired));

  return { types, statuses, groups, offered, load, typeName, statusName, priorityName };
});
