/** The few words of the shop page's own parts: the button, the full page's title, the in-page help. */
import type { Locale } from "./types";

const zh = {
  title: "在线客服",
  open: "打开在线客服",
  news: "打开在线客服，有新消息",
  close: "收起在线客服",
  flash: "【新消息】",
  no_channel: "链接不完整，无法打开客服。请从商家页面重新进入。",
};

export type PageWords = typeof zh;

const en: PageWords = {
  title: "Customer service",
  open: "Open chat",
  news: "Open chat, new messages",
  close: "Minimise chat",
  flash: "[New message] ",
  no_channel: "This link is incomplete. Please open the chat from the shop's page again.",
};

export const pageWords: Record<Locale, PageWords> = { "zh-CN": zh, en };
