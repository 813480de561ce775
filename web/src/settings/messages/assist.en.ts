/** Words of the page about helping agents. */
export const assist = {
  hint: "What agents are offered while they serve, and what is checked before sending.",
  suggestions: "Suggested replies",
  check: "Check before sending",
  checkHint: "Banned words, promises, the compensation limit, what differs from knowledge, privacy.",
  banned: "Banned words",
  bannedHint: "Sending them takes a second confirmation.",
  promise: "Words that promise",
  promiseHint: "The agent is warned and may send after having seen it.",
  tags: "Tags of summaries",
  tagHint: "tag=word{'|'}word",
  tagsHint: "When the customer says one of the words, the summary proposes the tag.",
  tagFault: "Each is “tag=word{'|'}word”; a tag has at most 20 characters.",
};
