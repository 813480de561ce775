/** Sentences for the error codes that only these pages meet. */
export const errors = {
  "zh-CN": {
    agent: {
      username_taken: "这个用户名已被使用，换一个试试。",
      last_administrator: "至少要保留一位可用的管理员。",
    },
    group: { name_taken: "已有同名的技能组。" },
    channel: { no_identity_secret: "请先生成身份验证密钥，再要求验证客户。" },
    not_found: { channel: "渠道不存在，或已被删除。", api_key: "密钥不存在，或已被吊销。", quick_reply: "快捷回复不存在，或已被删除。" },
  },
  en: {
    agent: {
      username_taken: "This username is taken; try another.",
      last_administrator: "At least one administrator must remain.",
    },
    group: { name_taken: "A skill group of this name exists." },
    channel: { no_identity_secret: "Make an identity secret before asking for verified customers." },
    not_found: { channel: "The channel does not exist any more.", api_key: "The key does not exist any more.", quick_reply: "The quick reply does not exist any more." },
  },
};
