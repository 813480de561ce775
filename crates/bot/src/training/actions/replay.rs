//! Asks the bot questions whose outcome is known; the same way a customer's question takes.

use std::collections::HashMap;

use shanying_kernel::Result;
use shanying_storage::Tx;

use crate::answers::{Bot, BotSettings, Question, Reply};
use crate::knowledge;
use crate::training::model::{Expected, Judged};
use crate::training::rules;

/// Questions of entries by their id.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) async fn load(tx: &mut Tx) -> Result<Self> {
        let titles = knowledge::titles(tx).await?;
        let names = titles.into_iter().map(|title| (title.id, title.question));
        Ok(Self(names.collect()))
    }

    fn of(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_default()
    }
}

/// A question as a customer of the website would ask it.
pub(super) fn asked(text: &str) -> Question {
    Question {
        text: text.to_owned(),
        channel: "web".to_owned(),
        ..Question::default()
    }
}

/// Asks one.
pub(super) fn ask(
    bot: &Bot,
    settings: &BotSettings,
    now_ms: i64,
    (text, expected): (&str, &Expected),
    names: &Names,
) -> Judged {
    let verdict = bot.decide(&asked(text), settings, now_ms);
    let suggested = match verdict.reply {
        Reply::Suggestions(entries) => entries,
        _ => Vec::new(),
    };
    rules::judge(text, expected, &verdict.decision, &suggested, |id| {
        names.of(id)
    })
}
