/** Which column of an imported table holds which field. */

export const FIELDS = [
  "key",
  "question",
  "similar",
  "answer",
  "category",
  "audience",
  "importance",
  "handling",
  "agent_note",
  "valid_from",
  "valid_to",
] as const;
export type Field = (typeof FIELDS)[number];
export type Mapping = Record<Field, string | null>;

/** Headings that people write, after `headingKey`; the first names are the likelier. */
const NAMES: Record<Field, string[]> = {
  key: ["key", "编号", "外部编号", "知识编号", "id"],
  question: ["question", "standardquestion", "标准问", "标准问题", "问题", "知识标题", "标题", "title", "q"],
  similar: ["similar", "similarquestions", "相似问", "相似问法", "相似问题", "扩展问", "其他问法", "variants"],
  answer: ["answer", "answers", "答案", "回答", "标准答案", "回复", "内容", "content", "a"],
  category: ["category", "分类", "类目", "知识分类", "目录", "所属分类", "class"],
  audience: ["audience", "可见范围", "可见对象", "受众", "visibility"],
  importance: ["importance", "重要程度", "重要性", "等级", "优先级", "priority"],
  handling: ["handling", "处理方式", "应答方式"],
  agent_note: ["agentnote", "客服备注", "坐席备注", "内部备注", "备注", "note"],
  valid_from: ["validfrom", "生效时间", "生效日期", "开始时间", "开始日期", "start"],
  valid_to: ["validto", "失效时间", "失效日期", "过期时间", "截止时间", "有效期至", "结束日期", "expires", "end"],
};

function headingKey(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}_*]+/gu, "");
}

/** The mapping that the server guessed, completed from the headings; no column is used twice. */
export function guessMapping(columns: readonly string[], server: Record<string, string | null> = {}): Mapping {
  const mapping = Object.fromEntries(FIELDS.map((field) => [field, null])) as Mapping;
  const free = new Map(columns.map((column) => [headingKey(column), column]));
  for (const field of FIELDS) {
    const column = server[field];
    if (column && free.get(headingKey(column)) === column) {
      mapping[field] = column;
      free.delete(headingKey(column));
    }
  }
  for (const field of FIELDS) {
    if (mapping[field] !== null) continue;
    const name = NAMES[field].find((candidate) => free.has(candidate));
    if (name === undefined) continue;
    mapping[field] = free.get(name) ?? null;
    free.delete(name);
  }
  return mapping;
}

export interface MappingFault {
  field: Field;
  code: "required" | "twice";
}

/** What keeps a mapping from being used. */
export function mappingFaults(mapping: Mapping): MappingFault[] {
  const faults: MappingFault[] = [];
  const used = new Set<string>();
  for (const field of FIELDS) {
    const column = mapping[field];
    if (column === null) {
      if (field === "question") faults.push({ field, code: "required" });
    } else if (used.has(column)) faults.push({ field, code: "twice" });
    else used.add(column);
  }
  return faults;
}
