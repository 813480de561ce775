/** Words of the customer's tickets, which come with their script. */
import type { Locale } from "./types";

const zh = {
  title: "我的工单",
  empty: "您还没有工单。一时办不完的事，我们会建成工单跟到底。",
  wait: "正在读取…",
  back: "返回",
  number: "工单 T{n}",
  "category.new": "已受理",
  "category.open": "处理中",
  "category.waiting": "等您回复",
  "category.hold": "处理中",
  "category.resolved": "已解决",
  "category.closed": "已关闭",
  we: "客服",
  you: "您",
  "entry.opened": "建立工单",
  "entry.urged": "催了一次",
  "entry.reopened": "认为没有解决",
  answer: "补充或回复",
  send: "发送",
  urge: "催一下",
  urged: "已经转告，请稍候",
  urge_later: "刚刚催过，{time} 后可以再催",
  reopen: "没有解决，重新打开",
  reopen_why: "请说说哪里没有解决",
  failed: "没有成功，请稍后再试",
};

type Words = typeof zh;

const en: Words = {
  title: "My tickets",
  empty: "You have no tickets. What takes longer than a talk is kept as a ticket and followed to its end.",
  wait: "Loading…",
  back: "Back",
  number: "Ticket T{n}",
  "category.new": "Received",
  "category.open": "In progress",
  "category.waiting": "Waiting for you",
  "category.hold": "In progress",
  "category.resolved": "Resolved",
  "category.closed": "Closed",
  we: "Service",
  you: "You",
  "entry.opened": "opened",
  "entry.urged": "asked to hurry",
  "entry.reopened": "says it is not solved",
  answer: "Add or answer",
  send: "Send",
  urge: "Hurry it up",
  urged: "Passed on; please wait a little",
  urge_later: "You asked a moment ago; again after {time}",
  reopen: "Not solved: open again",
  reopen_why: "What is not solved?",
  failed: "That did not work; please try again later",
};

export type TicketSay = (key: keyof Words, params?: Record<string, string | number>) => string;

export function ticketTranslator(locale: Locale): TicketSay {
  const words = locale === "en" ? en : zh;
  return (key, params = {}) => words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
}
