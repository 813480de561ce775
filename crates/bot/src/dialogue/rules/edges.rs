//! Conditions of the edges of a flow.

use super::World;
use crate::dialogue::model::{About, Compare, Edge, Filled, Given, Node, Running, Test};

/// The edge that a flow takes from a node: the first whose conditions hold, else the one without.
pub(super) fn choose<'n>(
    node: &'n Node,
    outcome: &str,
    running: &Running,
    world: &World<'_>,
) -> Option<&'n Edge> {
    let fits = |edge: &&Edge| {
        !edge.when.is_empty()
            && edge
                .when
                .iter()
                .all(|test| holds(test, outcome, running, world))
    };
    let default = |edge: &&Edge| edge.when.is_empty();
    let edges = &node.edges;
    edges
        .iter()
        .find(fits)
        .or_else(|| edges.iter().find(default))
}

fn holds(test: &Test, outcome: &str, running: &Running, world: &World<'_>) -> bool {
    let found = found(&test.about, outcome, running, world);
    let among = || found.iter().any(|value| test.values.contains(value));
    let number = |text: &String| text.trim().parse::<f64>().ok();
    let bound = test.values.first().and_then(number);
    let mut numbers = found.iter().filter_map(number).zip(bound);
    match test.compare {
        Compare::Is => among(),
        Compare::IsNot => !among(),
        Compare::AtLeast => numbers.any(|(value, bound)| value >= bound),
        Compare::AtMost => numbers.any(|(value, bound)| value <= bound),
        Compare::Known => !found.is_empty(),
    }
}

/// What a condition looks at, in the words of conditions.
fn found(about: &About, outcome: &str, running: &Running, world: &World<'_>) -> Vec<String> {
    let profile = world.profile;
    match about {
        About::Slot { slot } => running.slots.get(slot).map_or_else(Vec::new, in_tests),
        About::Outcome => vec![outcome.to_owned()],
        About::Level => profile.level.iter().cloned().collect(),
        About::Tag => profile.tags.clone(),
        About::Attribute { name } => profile.attributes.get(name).cloned().into_iter().collect(),
        About::Verified => vec![yes_no(profile.verified)],
        About::Hour => vec![world.now.hour().to_string()],
        About::Weekday => vec![world.now.weekday().to_monday_one_offset().to_string()],
    }
}

fn in_tests(filled: &Filled) -> Vec<String> {
    let number = |minor: i64| format!("{}.{:02}", minor / 100, minor.abs() % 100);
    let word = |given: &Given| match given {
        Given::Word { value } | Given::Text { value } | Given::Known { label: value, .. } => {
            value.clone()
        }
        Given::Number { value } => value.to_string(),
        Given::YesNo { value } => yes_no(*value),
        Given::Money { min, max, .. } => (*max).or(*min).map(number).unwrap_or_default(),
        Given::Time { from, .. } => from.map(|from| from.to_string()).unwrap_or_default(),
    };
    filled.values.iter().map(word).collect()
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}
