use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

static STANDARD: LazyLock<Emotions> = LazyLock::new(|| Emotions::standard(None));

#[test]
fn hears_veiled_demands_and_not_their_neighbours() {
    // None of these stands among the examples word for word.
    let veiled = [
        "算了吧 每次都这样",
        "你们看着办好了",
        "行吧随便你们",
        "不用了我找别家去",
    ];
    let plain = [
        "帮我算了一下总价对不对",
        "随便看看有什么",
        "行吧那就要这款",
        "每次来都很满意",
        "转人工",
    ];
    for text in veiled {
        let reading = STANDARD.read(text, None);
        assert!(reading.veiled > 0.5, "{text} {reading:?}");
        assert!(!reading.cues.is_empty(), "{text}");
    }
    for text in plain {
        let reading = STANDARD.read(text, None);
        assert!(reading.veiled < 0.5, "{text} {reading:?}");
    }
}

#[test]
fn hears_moods() {
    let table = [
        ("我要投诉你们这些骗子", Mood::Angry),
        ("怎么办啊好着急", Mood::Anxious),
        ("太好了谢谢你", Mood::Satisfied),
        ("有点失望，效果一般", Mood::Disappointed),
        ("请问几点关门", Mood::Neutral),
    ];
    for (text, mood) in table {
        let reading = STANDARD.read(text, None);
        assert_eq!(reading.mood(), mood, "{text} {reading:?}");
        let good = mood == Mood::Satisfied;
        assert_eq!(reading.sentiment > 0.3, good, "{text} {reading:?}");
    }
}

#[test]
fn a_tenant_teaches_words_of_his_own() {
    let text = "又是老三样";
    let before = STANDARD.read(text, None);
    let own = |text: &str| Utterance {
        text: text.to_owned(),
        veiled: true,
        mood: Mood::Angry,
    };
    let tenant = ["又是老三样", "老三样又来了", "还是老三样"].map(own);
    let taught = Emotions::train(&Utterance::standard(), &tenant, None);
    let after = taught.read(text, None);
    assert!(
        after.angry > before.angry && after.angry > 0.5,
        "{before:?} {after:?}"
    );
}

#[test]
fn the_tenants_word_counts_above_ours() {
    let of = |veiled, mood| Utterance {
        text: "算了！".to_owned(),
        veiled,
        mood,
    };
    let taught = Emotions::train(
        &[of(true, Mood::Angry)],
        &[of(false, Mood::Satisfied)],
        None,
    );
    let reading = taught.read("算了", None);
    assert_eq!((reading.veiled, reading.satisfied), (0.0, 1.0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn cues_slice_the_original(text in "[算了每次都这样這樣你们看着办 　！!。呵ＯＫok谢謝😀]{0,24}|\\PC{0,24}") {
        let reading = STANDARD.read(&text, None);
        for cue in &reading.cues {
            prop_assert!(text.get(cue.clone()).is_some_and(|words| !words.is_empty()), "{:?}", reading);
        }
        prop_assert!(reading.cues.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", reading);
        prop_assert!((-1.0..=1.0).contains(&reading.sentiment));
        for mood in Mood::ALL {
            prop_assert!((-1e-4..=1.0001).contains(&reading.of(mood)));
        }
    }
}
