//! Our forward pass against the vectors that the reference package prints for the same sentences.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use shanying_language::embed::{DIMENSIONS, Encoder, LAYERS, QuantVec, Rich};

/// The encoder of the whole test binary.
pub static ENCODER: LazyLock<Arc<Encoder>> =
    LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/use");
        Arc::new(Encoder::load(&folder).unwrap_or_else(|fault| {
            panic!("the encoder is needed, run `make models` first: {fault}")
        }))
    });

#[test]
fn vectors_agree_with_the_reference() {
    let sentences: Vec<&str> = include_str!("../fixtures/sentences.txt").lines().collect();
    let bytes = include_bytes!("../fixtures/sentences.i8");
    let wanted: Vec<QuantVec> = bytes
        .chunks(DIMENSIONS + 4)
        .map(|bytes| QuantVec::from_bytes(bytes, DIMENSIONS).unwrap())
        .collect();
    assert_eq!(sentences.len(), wanted.len());
    for (batch, kind) in [
        (ENCODER.encode_batch(&sentences), "batch"),
        (
            sentences.iter().map(|text| ENCODER.encode(text)).collect(),
            "single",
        ),
    ] {
        for ((sentence, wanted), vector) in sentences.iter().zip(&wanted).zip(batch) {
            let wanted = wanted.to_floats();
            let dot: f32 = wanted.iter().zip(&vector).map(|(a, b)| a * b).sum();
            let norm = wanted.iter().map(|v| v * v).sum::<f32>().sqrt();
            assert!(dot / norm >= 0.999, "{kind} {sentence:?}: {}", dot / norm);
        }
    }
}

#[test]
fn layers_come_with_the_vectors() {
    let texts = ["怎么退货", "退货怎么", "我想把东西退掉"];
    let rich = ENCODER.encode_rich_batch(&texts);
    for (text, rich) in texts.iter().zip(&rich) {
        assert_eq!(rich.layers.len(), LAYERS.iter().sum::<usize>());
        let mut rest = rich.layers.as_slice();
        for width in LAYERS {
            let (layer, later) = rest.split_at(width);
            let square: f32 = layer.iter().map(|value| value * value).sum();
            assert!((square - 1.0).abs() < 1e-3, "{text} {width}: {square}");
            rest = later;
        }
        let alone: f32 = ENCODER
            .encode(text)
            .iter()
            .zip(&rich.vector)
            .map(|(a, b)| a * b)
            .sum();
        assert!(alone > 0.999, "{text}: {alone}");
    }
    let near =
        |a: &Rich, b: &Rich| -> f32 { a.layers.iter().zip(&b.layers).map(|(a, b)| a * b).sum() };
    assert!(near(&rich[0], &rich[1]) > near(&rich[0], &rich[2]) + 0.2);
}

#[test]
fn any_text_has_a_vector() {
    for text in [
        "",
        " ",
        "\0",
        "\u{feff}",
        "<s></s><unk>",
        &"长".repeat(5_000),
        "🤦🏽‍♂️",
    ] {
        let vector = ENCODER.encode(text);
        let norm: f32 = vector.iter().map(|v| v * v).sum();
        assert!((norm - 1.0).abs() < 1e-3, "{text:?} {norm}");
    }
}

#[test]
fn meaning_counts_across_words_and_languages() {
    let near = |a: &str, b: &str| {
        ENCODER
            .encode_quantised(a)
            .dot(&ENCODER.encode_quantised(b))
    };
    assert!(near("怎么退货", "我想把东西退掉") > near("怎么退货", "今天天气怎么样") + 0.2);
    assert!(
        near("怎么退货", "how do I return an item") > near("怎么退货", "how old are you") + 0.2
    );
}

#[test]
fn a_missing_folder_is_told() {
    let fault = Encoder::load(Path::new("nowhere")).unwrap_err().to_string();
    assert!(fault.contains("make models"), "{fault}");
}
