//! Reading a conversation: what the customer wants now, and which answers were given to what.

use crate::conversations::model::{Content, Message, SenderKind};

/// Words that ask for a person and say nothing of the matter.
const PERSON: [&str; 7] = ["人工", "客服", "真人", "找个人", "对接", "human", "agent"];
/// Words that only keep a talk going.
const NODS: [&str; 28] = [
    "好",
    "好的",
    "好吧",
    "好嘞",
    "嗯",
    "嗯嗯",
    "行",
    "行吧",
    "可以",
    "是",
    "是的",
    "对",
    "ok",
    "谢谢",
    "好的谢谢",
    "没了谢谢",
    "谢谢啊",
    "发了",
    "在吗",
    "在",
    "你好",
    "您好",
    "知道了",
    "明白了",
    "收到",
    "thanks",
    "yes",
    "hello",
];
/// Longer than this and it says something of its own, whatever it holds.
const SHORT: usize = 8;
/// Greetings that begin an answer and name a customer of the past.
const GREETINGS: [&str; 4] = ["您好", "你好", "hello", "hi"];

/// What a customer said, as far as it matters for answering now.
#[derive(Debug, Default)]
pub(crate) struct Talk {
    /// Place of the customer's last message.
    pub seq: i64,
    /// Said since somebody answered, or what still waits for an answer.
    pub now: Vec<String>,
    /// Said before, the newest first.
    pub before: Vec<String>,
    /// All that the customer said, in order.
    pub all: Vec<String>,
    /// All that agents said, in order.
    pub agents: Vec<String>,
}

impl Talk {
    /// Reads messages in their order.
    pub(crate) fn read(messages: &[Message]) -> Self {
        let mut talk = Self::default();
        let mut told: Vec<(String, bool)> = Vec::new();
        let mut open = 0_usize;
        for message in messages {
            let text = words_of(&message.content);
            match message.sender.kind {
                SenderKind::Customer => {
                    talk.seq = message.seq;
                    if let Some(text) = text {
                        told.push((text.clone(), says_something(&text)));
                        talk.all.push(text);
                    }
                }
                SenderKind::Agent | SenderKind::Bot if !message.content.is_internal() => {
                    if message.sender.kind == SenderKind::Agent {
                        talk.agents.extend(text);
                    }
                    open = told.len();
                }
                _ => {}
            }
        }
        let (past, now) = told.split_at(open.min(told.len()));
        let matter = |list: &[(String, bool)]| -> Vec<String> {
            let kept = list.iter().filter(|(_, says)| *says);
            kept.map(|(text, _)| text.clone()).collect()
        };
        talk.now = matter(now);
        talk.before = matter(past);
        talk.before.reverse();
        // Who only asked for a person still wants what they asked before.
        if talk.now.is_empty() && !talk.before.is_empty() {
            talk.now.push(talk.before.remove(0));
        }
        talk
    }

    /// With what is being typed instead of what was said last.
    pub(crate) fn typing(mut self, text: &str) -> Self {
        let text = text.trim();
        if says_something(text) {
            let said = std::mem::replace(&mut self.now, vec![text.to_owned()]);
            self.before.splice(0..0, said.into_iter().rev());
        }
        self
    }

    /// The words of now.
    pub(crate) fn words(&self) -> String {
        self.now.join("，")
    }

    /// The words of now after those before.
    pub(crate) fn together(&self) -> Option<String> {
        let before = self.before.first()?;
        Some(format!("{before}，{}", self.words()))
    }
}

/// The text of a message that says something in words.
pub(crate) fn words_of(content: &Content) -> Option<String> {
    match content {
        Content::Text { text } => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Whether a message says something of the matter.
pub(crate) fn says_something(text: &str) -> bool {
    let bare: String = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let length = bare.chars().count();
    if length == 0 || NODS.contains(&bare.as_str()) {
        return false;
    }
    length > SHORT || !PERSON.iter().any(|word| bare.contains(word))
}

/// What a customer said and what an agent answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The answer's message.
    pub message_id: String,
    /// The customer's words.
    pub asked: String,
    /// What they had said before.
    pub before: Option<String>,
    /// The agent's words.
    pub answered: String,
}

/// The answers that agents gave in a conversation.
pub(crate) fn pairs(messages: &[Message]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let (mut asked, mut before): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut answering = false;
    for message in messages {
        let Some(text) = words_of(&message.content) else {
            continue;
        };
        match message.sender.kind {
            SenderKind::Customer => {
                if answering {
                    before = Some(asked.join("，"))
                        .filter(|words| !words.is_empty())
                        .or(before);
                    asked.clear();
                    answering = false;
                }
                if says_something(&text) {
                    asked.push(text);
                }
            }
            SenderKind::Agent if !asked.is_empty() || before.is_some() => {
                let answer = without_greeting(&text);
                let goes_on = answering && !pairs.is_empty();
                match pairs.last_mut().filter(|_| goes_on) {
                    Some(pair) => pair.answered = format!("{}\n{answer}", pair.answered),
                    None if !asked.is_empty() => pairs.push(Pair {
                        message_id: message.id.clone(),
                        asked: asked.join("，"),
                        before: before.clone(),
                        answered: answer,
                    }),
                    None => {}
                }
                answering = true;
            }
            SenderKind::Bot => {
                // What the bot answered is asked no longer, but tells what the talk is about.
                before = asked.pop().or(before);
                asked.clear();
                if let Some(words) = &before {
                    asked.push(words.clone());
                }
                answering = false;
            }
            _ => {}
        }
    }
    pairs.retain(|pair| pair.answered.chars().count() >= 4);
    pairs
}

/// An answer without the greeting that names somebody: `赵女士您好，我是小何。` is for nobody else.
pub(crate) fn without_greeting(text: &str) -> String {
    let text = text.trim();
    let ends = |c: char| matches!(c, '。' | '！' | '!' | '\n');
    let Some((first, rest)) = text.split_once(ends) else {
        return text.to_owned();
    };
    let lower = first.to_lowercase();
    let greets = GREETINGS.iter().any(|word| lower.contains(word));
    if greets && first.chars().count() <= 24 && !rest.trim().is_empty() {
        return rest.trim().to_owned();
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;

    use super::{Talk, pairs, says_something, without_greeting};
    use crate::conversations::model::{Content, Message, Sender};

    fn talk(lines: &[(&str, &str)]) -> Vec<Message> {
        (1..)
            .zip(lines)
            .map(|(seq, (who, text))| Message {
                id: format!("msg_{seq}"),
                conversation_id: "cnv_1".into(),
                seq,
                sender: match *who {
                    "c" => Sender::customer("cus_1", "赵"),
                    "a" => Sender::agent("agt_1", "小何"),
                    "b" => Sender::bot(),
                    _ => Sender::system(),
                },
                content: Content::Text {
                    text: (*text).into(),
                },
                client_id: None,
                created_at: Time(0),
                feedback: None,
                decision_id: None,
            })
            .collect()
    }

    #[test]
    fn what_waits_for_an_answer_is_read() {
        let messages = talk(&[
            ("c", "我的快递卡在郑州三天了"),
            ("b", "超过72小时会催件"),
            ("c", "转人工"),
        ]);
        let read = Talk::read(&messages);
        assert_eq!(read.now, ["我的快递卡在郑州三天了"]);
        assert_eq!(read.seq, 3);
        let read = Talk::read(&talk(&[
            ("c", "A醇怎么用"),
            ("a", "隔天用"),
            ("c", "眼霜呢"),
            ("c", "也能一起用吗"),
        ]));
        assert_eq!(read.words(), "眼霜呢，也能一起用吗");
        assert_eq!(
            read.together().as_deref(),
            Some("A醇怎么用，眼霜呢，也能一起用吗")
        );
        let typed = read.typing("会不会过敏");
        assert_eq!(typed.words(), "会不会过敏");
        assert_eq!(
            typed.before.first().map(String::as_str),
            Some("也能一起用吗")
        );
    }

    #[test]
    fn answers_are_paired_with_what_was_asked() {
        let found = pairs(&talk(&[
            ("c", "显示签收了我没收到"),
            ("b", "请看签收人"),
            ("c", "人工"),
            ("a", "您好，我是小满。派件员说放在鞋柜上，您方便看一眼吗？"),
            ("a", "我再打个电话"),
            ("c", "行"),
            ("c", "我家是5号楼"),
            ("a", "送错楼了，半小时内送到您家。"),
        ]));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].asked, "显示签收了我没收到");
        assert_eq!(
            found[0].answered,
            "派件员说放在鞋柜上，您方便看一眼吗？\n我再打个电话"
        );
        assert_eq!(found[1].before.as_deref(), Some("显示签收了我没收到"));
    }

    #[test]
    fn nods_and_calls_for_a_person_say_nothing() {
        for text in ["好的", "嗯嗯", "转人工", "谢谢！", "找个人对接", "OK"] {
            assert!(!says_something(text), "{text}");
        }
        for text in ["眼霜呢", "客服说话的态度让我很生气要投诉", "改到南京"] {
            assert!(says_something(text), "{text}");
        }
        assert_eq!(
            without_greeting("没有香味的，您放心。"),
            "没有香味的，您放心。"
        );
        assert_eq!(
            without_greeting("赵女士您好，我是小何。先停用。"),
            "先停用。"
        );
    }
}
