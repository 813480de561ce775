//! Questions made ready for comparing, with vectors that are kept.

use shanying_bot::Bot;
use shanying_language::cluster::Question;
use shanying_language::embed::QuantVec;

/// Vectors that were not there, by the id of their signal, and what made them.
pub(super) struct Made {
    pub(super) model: &'static str,
    pub(super) vectors: Vec<(String, Vec<u8>)>,
}

/// Reads questions: id, text, and the vector that is kept with what made it. Vectors that are wanting,
/// or of another encoder, are made.
pub(super) fn read<'a>(
    bot: &Bot,
    questions: impl Iterator<Item = (&'a str, &'a str, Option<&'a (String, Vec<u8>)>)>,
) -> (Vec<Question>, Made) {
    let Some(encoder) = bot.encoder() else {
        let questions = questions.map(|(_, text, _)| Question::new(text, None));
        let none = Made {
            model: "",
            vectors: Vec::new(),
        };
        return (questions.collect(), none);
    };
    let rows: Vec<(&str, &str, Option<QuantVec>)> = questions
        .map(|(id, text, vector)| {
            let kept = vector
                .filter(|(model, _)| model == encoder.id())
                .and_then(|(_, bytes)| QuantVec::from_bytes(bytes, encoder.dimensions()));
            (id, text, kept)
        })
        .collect();
    let wanting: Vec<String> = rows
        .iter()
        .filter(|(_, _, vector)| vector.is_none())
        .map(|(_, text, _)| Question::text_to_encode(text))
        .collect();
    let mut encoded = encoder.encode_batch(&wanting).into_iter();
    let mut vectors = Vec::with_capacity(wanting.len());
    let questions = rows
        .into_iter()
        .map(|(id, text, vector)| {
            let vector = vector.or_else(|| {
                let new = QuantVec::quantise(&encoded.next()?);
                vectors.push((id.to_owned(), new.to_bytes()));
                Some(new)
            });
            Question::new(text, vector)
        })
        .collect();
    let made = Made {
        model: encoder.id(),
        vectors,
    };
    (questions, made)
}
