//! What publishing a draft would change: the guarding questions are asked of the bot as it is, and
//! of one beside it that has the draft.

use std::collections::HashSet;

use shanying_kernel::{Error, Result};
use shanying_web_kit::Tenant;

use super::replay::{self, Names};
use crate::answers::{Bot, BotSettings};
use crate::knowledge;
use crate::training::model::{CheckedCase, Expected, Judged, Judgement, PublishCheck};
use crate::training::rules;
use crate::training::settings::TrainingSettings;
use crate::training::store;

/// A question with the set that holds it.
type Guard = (String, Expected, Option<String>);

/// Asks every guarding question twice.
pub(in crate::training) async fn check(tenant: &Tenant, entry_id: &str) -> Result<PublishCheck> {
    let most = tenant.settings::<TrainingSettings>().await?.check_most;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut reader = tenant.db().read().await?;
    let draft = knowledge::as_drafted(&mut reader, entry_id).await?;
    let names = Names::load(&mut reader).await?;
    let (guards, left_out) = guards(&mut reader, most).await?;
    drop(reader);
    let bot = tenant.part::<Bot>()?;
    let settings = tenant.settings::<BotSettings>().await?;
    let now_ms = tenant.clock().now_ms();
    tokio::task::spawn_blocking(move || {
        let beside = bot.with(draft);
        let asked: Vec<(Judged, Judged, Option<String>)> = guards
            .into_iter()
            .map(|(text, expected, set)| {
                let of =
                    |bot: &Bot| replay::ask(bot, &settings, now_ms, (&text, &expected), &names);
                (of(&bot), of(&beside), set)
            })
            .collect();
        compare(asked, left_out)
    })
    .await
    .map_err(|error| Error::internal("asking the bot failed").because(error))
}

/// The kept sets' questions, then the labelled ones that no set holds.
async fn guards(tx: &mut shanying_storage::Tx, most: usize) -> Result<(Vec<Guard>, usize)> {
    let mut guards: Vec<Guard> = store::guarding_cases(tx, most)
        .await?
        .into_iter()
        .map(|(text, expected, set)| (text, expected, Some(set)))
        .collect();
    let total = usize::try_from(store::count_cases(tx).await?).unwrap_or(0);
    let left_out = total.saturating_sub(guards.len());
    let held: HashSet<String> = guards.iter().map(|(text, ..)| text.clone()).collect();
    let room = most.saturating_sub(guards.len());
    let labelled = store::labelled(tx, room).await?;
    guards.extend(
        labelled
            .into_iter()
            .filter(|(text, _)| !held.contains(text))
            .map(|(text, expected)| (text, expected, None)),
    );
    Ok((guards, left_out))
}

fn compare(asked: Vec<(Judged, Judged, Option<String>)>, left_out: usize) -> PublishCheck {
    let right = |judged: &Judged| judged.judgement == Judgement::Right;
    let questions = asked.len();
    let before = asked.iter().filter(|(before, ..)| right(before)).count();
    let after = asked.iter().filter(|(_, after, _)| right(after)).count();
    let mut check = PublishCheck {
        questions,
        left_out,
        accuracy_before: rules::share(before, questions),
        accuracy_after: rules::share(after, questions),
        ..PublishCheck::default()
    };
    for (before, after, set) in asked {
        let list = match (right(&before), right(&after)) {
            (true, false) => &mut check.worse,
            (false, true) => &mut check.better,
            _ => continue,
        };
        list.push(CheckedCase { before, after, set });
    }
    check
}
