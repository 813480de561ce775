/** Words of the page about helping agents. */
export const assist = {
  hint: "人工接待时给出的推荐，以及发送前的检查。",
  suggestions: "推荐回复条数",
  check: "发送前检查",
  checkHint: "检查禁用词、过满的承诺、补偿额度、与知识不一致和隐私。",
  banned: "禁用词",
  bannedHint: "出现时要再按一次发送才会发出。",
  promise: "承诺词",
  promiseHint: "出现时提醒，看过以后可以发送。",
  tags: "小结标签",
  tagHint: "标签=词{'|'}词",
  tagsHint: "客户说到其中一个词，小结就建议这个标签。",
  tagFault: "每项写“标签=词{'|'}词”，标签最多 20 字。",
};
