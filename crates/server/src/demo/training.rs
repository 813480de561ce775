//! What an editor of the demo company has done so far: some of the asked questions are labelled,
//! the others wait, and a regression set guards publishing.

use shanying_bot::training::{LabelledRow, gather, keep_labelled};
use shanying_kernel::Result;
use shanying_people::agents::Role;
use shanying_web_kit::Tenant;

use super::data::{Files, QuestionFile};
use super::seed::caller;

/// Of the questions of the file, every third waits for a label if it was asked, and every second
/// is in the regression set.
const WAITING: usize = 3;
const GUARDING: usize = 2;

/// Labels and fills, after the first hour.
pub(super) async fn fill(tenant: &Tenant, files: &Files) -> Result<()> {
    // Nobody asks beside the demo itself: every decision is there.
    gather(tenant, tenant.clock().now_ms() + 1).await?;
    let of = |keep: &dyn Fn(usize) -> bool| {
        files
            .questions
            .iter()
            .enumerate()
            .filter(|(place, _)| keep(*place))
            .map(|(place, question)| row(place, question))
            .collect::<Vec<_>>()
    };
    let labelled = of(&|place| place % WAITING != 0);
    let guarding = of(&|place| place % GUARDING == 0);
    let mut by = caller();
    let editor = files
        .company
        .agents
        .iter()
        .find(|agent| agent.roles.contains(&Role::Editor));
    by.actor.name = editor.map(|agent| agent.name.clone());
    keep_labelled(tenant, &by, "日常必答题", guarding, labelled).await
}

fn row(place: usize, question: &QuestionFile) -> LabelledRow {
    LabelledRow {
        row: place + 1,
        text: question.text.clone(),
        entry: question.entry.clone(),
        kind: question.kind.clone(),
    }
}
