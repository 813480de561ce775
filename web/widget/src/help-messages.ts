/** The words of the in-page help. */
import type { Locale } from "./types";

const zh = {
  title: "常见问题",
  search: "搜索问题",
  found: "找到 {count} 个问题",
  empty: "没有找到相关问题",
  loading: "正在加载…",
  failed: "内容暂时没有加载出来",
  retry: "重新加载",
  door: "还没解决？问问客服",
  view_image: "查看大图：{name}",
};

export type HelpWords = typeof zh;

const en: HelpWords = {
  title: "Questions and answers",
  search: "Search questions",
  found: "{count} questions found",
  empty: "No matching question",
  loading: "Loading…",
  failed: "The content could not be loaded",
  retry: "Reload",
  door: "Not solved yet? Ask us",
  view_image: "View picture: {name}",
};

export const helpWords: Record<Locale, HelpWords> = { "zh-CN": zh, en };
