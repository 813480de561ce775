/**
 * The panel's words, Chinese first. The words of the forms, English, and the plainer words of the
 * elder mode are in `messages-more.ts`, which comes with the part that is loaded later; a test
 * holds the keys of both languages equal. `{name}` is filled in by `translator`.
 */
import type { zhLater } from "./messages-more";
import type { Locale } from "./types";

export const zh = {
  title: "在线客服",
  minimise: "收起对话",
  close: "关闭",
  menu: "更多功能",
  log: "对话内容",
  person: "转人工",
  person_long: "转接人工客服",
  elder: "长辈版",
  leave: "留言",

  status_bot: "智能助手 · 在线",
  status_queue: "正在为您转接人工客服",
  status_agent: "人工客服 · 正在为您服务",
  status_left: "已收到留言，会尽快回复您",
  status_closed: "已结束，可随时再问",
  status_typing: "正在输入…",

  connecting: "正在连接…",
  offline: "网络不太稳定，正在重新连接…已写的内容不会丢。",
  reconnect: "立即重试",

  hello: "您好，我是{name}",
  hello_plain: "您好，很高兴为您服务",
  hello_hint: "有问题请直接告诉我，我会马上回答。",
  can_do: "我可以帮您",
  hot: "大家常问",
  answers_for: "智能助手的回答由{company}负责。",
  guess: "您是想问：",
  guess_live: "猜您想问",
  related: "您可能还想了解",
  older: "查看更早的消息",
  loading: "正在加载…",
  new_below: "有新消息",
  today: "今天",
  yesterday: "昨天",

  write: "请输入您的问题…",
  write_agent: "请输入消息…",
  send: "发送",
  emoji: "表情",
  attach: "发送图片或文件",
  drop: "松开即可发送图片或文件",
  too_long: "最多 {max} 个字，现在 {count} 个",
  preview_on: "为了更快答复，客服可以看到您正在输入的内容",
  view_image: "查看大图：{name}",

  sending: "发送中",
  sent: "已送达",
  read: "已读",
  failed: "没有发送成功",
  retry: "重新发送",
  discard: "删除",
  you: "您",
  bot: "智能助手",
  agent: "客服",

  helpful: "有帮助",
  not_helpful: "没帮助",
  helpful_ask: "这个回答有帮助吗？",
  helpful_thanks: "谢谢您的反馈",

  pause: "，",
  wait_seconds: "预计不到 1 分钟",
  wait_minutes: "大约 {minutes} 分钟",
  wait_unknown: "等待时间暂时无法估计",

  rate_1: "非常不满意",
  rate_2: "不满意",
  rate_3: "一般",
  rate_4: "满意",
  rate_5: "非常满意",
  rate_done: "您的评价：{word}",

  "notice.bot.unknown": "抱歉，这个问题我还不太明白。您可以换个说法，或说得更具体一些。",
  "notice.bot.unknown_again": "抱歉，还是没能帮到您。要不要请人工客服来帮您？",
  "notice.bot.ask_wish": "让您费心了。您希望我们怎么处理？告诉我，我马上为您办。",
  "notice.bot.calm": "我理解您的心情。请告诉我遇到了什么问题，我会尽力帮您。",
  "notice.bot.paused": "我们先歇一歇吧，{seconds} 秒后再继续。",
  "notice.bot.sorry_not_helpful": "很抱歉没有帮到您。您可以换个说法再问我，或请人工客服帮您。",
  "notice.bot.thanks_feedback": "谢谢您的肯定，很高兴帮到您。",
  "notice.bot.greeting": "{text}",
  "notice.bot.handing_over": "好的，正在为您转接人工客服，请稍候。",
  "notice.bot.unsupported_content": "我暂时看不懂图片和文件。可以用文字告诉我，或请人工客服帮您看。",
  "notice.queue.joined": "已进入排队，您排在第 {position} 位{wait}。",
  "notice.queue.left": "已取消排队，由智能助手继续为您服务。",
  "notice.queue.abandoned": "您离开后排队已取消，您的问题已转为留言，客服会尽快在这里回复您。",
  "notice.agent.joined": "客服 {name} 来为您服务了",
  "notice.agent.left": "客服 {name} 已离开",
  "notice.conversation.transferred": "已为您转接给{to}",
  "notice.conversation.returned_to_queue": "客服暂时离开，正在为您安排其他客服，请稍候。",
  "notice.conversation.returned_to_bot": "现在由智能助手继续为您服务",
  "notice.conversation.closed.customer": "您已结束对话，期待再次为您服务",
  "notice.conversation.closed.agent": "客服已结束对话，有问题随时再来",
  "notice.conversation.closed.idle": "较长时间没有新消息，对话已自动结束。有问题随时再来。",
  "notice.conversation.closed.system": "对话已结束，有问题随时再来",
  "notice.conversation.left_message": "已收到您的留言，我们会尽快回复您。",
  "notice.service.closed_hours": "人工客服现在不在班，{time} 上班。您可以先留言，我们上班后尽快回复。",
  "notice.service.closed_hours_unknown": "人工客服现在不在班。您可以先留言，我们上班后尽快回复。",
  "notice.service.no_agent": "现在没有客服在线。您可以先留言，我们会尽快回复。",
  "notice.rating.thanks": "感谢您的评价，祝您生活愉快！",
  "notice.other": "对话有了新的进展",

  "error.offline": "网络不太稳定，请稍后再试",
  "error.limit.rate": "操作有点快，请稍等一下再试",
  "error.invalid.too_long": "内容太长了，请分几次发送",
  "error.conversation.closed": "对话已结束",
  "error.consent.required": "请先阅读并同意说明",
  "error.file.too_large": "文件太大了",
  "error.file.type_refused": "不支持这种文件",
  "error.file.not_an_image": "这不是有效的图片",
  "error.other": "没有成功，请再试一次",

};

export type MessageKey = keyof typeof zh | keyof typeof zhLater;
export type Dictionary = Record<MessageKey, string>;

type Known = { words: Partial<Dictionary>; plain: Partial<Dictionary> };

const known: Partial<Record<Locale, Known>> = { "zh-CN": { words: zh, plain: {} } };

/** Takes in a language, or the plain words of one, that has arrived later. */
export function learn(locale: Locale, words: Dictionary, plain: Partial<Dictionary>): void {
  known[locale] = { words, plain };
}

export type Params = Record<string, string | number | boolean | null>;
export type Translate = (key: MessageKey, params?: Params) => string;

/** Words of one language. A missing parameter becomes nothing instead of `{name}`. */
export function translator(locale: Locale, plain = false): Translate {
  const entry = known[locale];
  const words: Partial<Dictionary> = { ...(entry?.words ?? zh), ...(plain ? entry?.plain : {}) };
  return (key, params = {}) =>
    (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
}

/** Whether a code that the server has sent is one that we have words for. */
export function isKey(key: string): key is MessageKey {
  return Object.prototype.hasOwnProperty.call(zh, key);
}
