/** Words of the page that learns from transfers. */
export const zh = {
  hint: "每一次转人工的原因，机器人的回答和人工的回答放在一起看；好的回答一键变成知识。",
  funnel: "从进入到人工",
  causes: "按原因看",
  empty: "这段时间没有这样的转人工",
  step: { entered: "进入", effective: "有效会话", bot_served: "机器人接待", self_served: "自助解决", to_person: "要求人工", reached: "人工接待" },
  cause: { straight: "直接转", no_knowledge: "没有知识", misrecognised: "没认出", not_helped: "没解决", policy: "按规则转", insisted: "坚持要人工" },
  bot: "机器人的回答",
  noBot: "没有回答",
  openEntry: "打开这条知识",
  person: "人工的回答 {name}",
  noPerson: "没有人工回答",
  learn: "变成知识",
  draftMade: "草稿已建立，看一眼再发布",
};

export const en: typeof zh = {
  hint: "Why each customer came to a person, the bot's answer beside the person's; one click makes a good answer knowledge.",
  funnel: "From coming in to a person",
  causes: "By cause",
  empty: "No such transfers in this time",
  step: { entered: "Came in", effective: "Said something", bot_served: "Bot replied", self_served: "Self-served", to_person: "Asked for a person", reached: "Reached one" },
  cause: { straight: "Straight", no_knowledge: "No knowledge", misrecognised: "Misrecognised", not_helped: "Did not help", policy: "By policy", insisted: "Insisted" },
  bot: "The bot's answer",
  noBot: "No answer",
  openEntry: "Open the entry",
  person: "The person's answer {name}",
  noPerson: "Nobody answered",
  learn: "Make it knowledge",
  draftMade: "Draft made; look at it before publishing",
};
