/** Sentences for the error codes that only these pages meet. */
export const errors = {
  "zh-CN": {
    knowledge: {
      archived: "这条知识已归档，恢复使用后才能修改。",
      category_exists: "同一级下已有同名分类。",
      category_not_empty: "分类下还有知识或子分类，先移走才能删除。",
    },
    import: { unreadable: "文件读不出来。请确认是 .xlsx 或 .csv 表格，且没有加密。" },
    not_found: { category: "分类不存在，或已被删除。", version: "这个版本不存在。" },
  },
  en: {
    knowledge: {
      archived: "This entry is archived; bring it back before changing it.",
      category_exists: "A category of this name stands beside it.",
      category_not_empty: "The category still holds entries or subcategories; move them first.",
    },
    import: { unreadable: "The file cannot be read. Is it an .xlsx or .csv table without a password?" },
    not_found: { category: "The category does not exist any more.", version: "There is no such version." },
  },
};
