/** Words of the error codes of tasks. */
export const errors = {
  "zh-CN": {
    dialogue: { revision_conflict: "刚才有人改过这个任务，请刷新后再改" },
    not_found: { task: "没有这个任务" },
  },
  en: {
    dialogue: { revision_conflict: "Somebody changed this task meanwhile; reload before changing it" },
    not_found: { task: "No such task" },
  },
};
