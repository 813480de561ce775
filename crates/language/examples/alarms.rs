//! Measures alarms on labelled conversations: `cargo run -p shanying-language --example alarms -- MODELS
//! bench/anger/conversations.jsonl [bench/anger/messages.tsv]`. With messages the reader of emotions
//! learns from them besides (`text<TAB>alarm 0|1<TAB>mood`).
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use shanying_language::embed::Encoder;
use shanying_language::emotion::{Emotions, Mood, Utterance};

#[derive(Deserialize)]
struct Conversation {
    /// Which writer wrote it, by its first letter.
    id: String,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    who: String,
    text: String,
    #[serde(default)]
    alarm: bool,
}

/// Scores of one kind of text, and whether an alarm is right.
#[derive(Default)]
struct Scored(Vec<(f32, bool)>);

impl Scored {
    fn figures(&self, from: f32) -> (f32, f32) {
        let count = |wanted: &dyn Fn(&(f32, bool)) -> bool| {
            self.0.iter().filter(|scored| wanted(scored)).count() as f32
        };
        let right = count(&|(score, alarm)| *alarm && *score >= from);
        let raised = count(&|(score, _)| *score >= from);
        let wanted = count(&|(_, alarm)| *alarm);
        (right / raised.max(1.0), right / wanted.max(1.0))
    }
}

fn message(line: &str) -> Option<Utterance> {
    let mut cells = line.split('\t');
    let (text, alarm, mood) = (cells.next()?, cells.next()?, cells.next()?);
    let mood = match mood {
        _ if alarm == "1" => Mood::Angry,
        "anxious" => Mood::Anxious,
        "disappointed" => Mood::Disappointed,
        "satisfied" => Mood::Satisfied,
        _ => Mood::Neutral,
    };
    Some(Utterance {
        text: text.to_owned(),
        veiled: false,
        mood,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, conversations, messages @ ..] = arguments.as_slice() else {
        return Err("usage: alarms MODELS CONVERSATIONS [MESSAGES]".into());
    };
    let encoder = Encoder::load(Path::new(models))?;
    let mut more = Vec::new();
    for path in messages {
        more.extend(fs::read_to_string(path)?.lines().filter_map(message));
    }
    let emotions = Emotions::train(&Utterance::standard(), &more, Some(&encoder));
    let mut writers: std::collections::BTreeMap<String, [Scored; 2]> = Default::default();
    for line in fs::read_to_string(conversations)?.lines() {
        let one: Conversation = serde_json::from_str(line)?;
        let writer = one.id.chars().next().unwrap_or(' ').to_string();
        let mut read = Vec::new();
        for turn in one.turns.iter().filter(|turn| turn.who == "customer") {
            read.push((emotions.read(&turn.text, Some(&encoder)).angry, turn.alarm));
        }
        // A conversation is as angry as the angriest message of those that show it, or of all.
        let shows = read.iter().any(|(_, alarm)| *alarm);
        let counted = read.iter().filter(|(_, alarm)| *alarm || !shows);
        let highest = counted.map(|(angry, _)| *angry).fold(0.0, f32::max);
        for key in [writer.as_str(), "all"] {
            let [by_message, by_conversation] = writers.entry(key.to_owned()).or_default();
            by_message.0.extend(&read);
            by_conversation.0.push((highest, shows));
        }
    }
    println!("{} messages learnt besides", more.len());
    for (writer, [by_message, by_conversation]) in &writers {
        for from in [0.5, 0.6, 0.7, 0.8, 0.9, 0.92, 0.94, 0.97] {
            let (precision, recall) = by_message.figures(from);
            let (found, missed) = by_conversation.figures(from);
            println!(
                "{writer} from {from}: messages P {precision:.3} R {recall:.3}, conversations P {found:.3} R {missed:.3}"
            );
        }
    }
    Ok(())
}
