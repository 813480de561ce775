use proptest::prelude::*;

use super::*;

const SUBJECTS: usize = 60;
const MATTERS: [&str; 5] = ["refund", "delivery", "invoice", "repair", "warranty"];

/// 300 labels, each a subject and a matter; the texts of a label share these two words with
/// other labels and have no word of their own.
fn rows(texts: usize, seed: u64) -> Vec<FiledText> {
    let fill = ["please", "about", "question", "urgent", "again", "today"];
    let mut random = crate::filing::threshold::draws(seed);
    let mut draw = move |below: usize| random.next().unwrap_or(0) as usize % below;
    let mut rows = Vec::new();
    for _ in 0..texts {
        for subject in 0..SUBJECTS {
            for matter in MATTERS {
                let (first, last) = (fill[draw(6)], fill[draw(6)]);
                let noise = draw(600);
                rows.push(FiledText {
                    text: format!("{first} {matter} subject{subject} {last} remark{noise}"),
                    labels: vec![format!("{matter}-{subject}")],
                });
            }
        }
    }
    rows
}

fn right(profiles: &Profiles, rows: &[FiledText], within: usize) -> f64 {
    let hits = rows.iter().filter(|row| {
        let found = profiles.rank(&row.text, within);
        found.iter().any(|hit| row.labels.contains(&hit.label))
    });
    hits.count() as f64 / rows.len() as f64
}

fn trained(texts: usize) -> Profiles {
    Profiles::train(&rows(texts, 1), None, 1, &mut |_, _| {})
}

#[test]
fn files_new_texts_under_hundreds_of_labels() {
    let profiles = trained(6);
    let new = rows(1, 2);
    assert_eq!(profiles.labels(), 300);
    let first = right(&profiles, &new, 1);
    assert!(first > 0.9, "{first}");
    // With the labels turned by one none of it may hold.
    let mut turned = new.clone();
    turned.rotate_left(1);
    let wrong: Vec<FiledText> = new
        .into_iter()
        .zip(turned)
        .map(|(row, other)| FiledText {
            text: row.text,
            labels: other.labels,
        })
        .collect();
    assert!(right(&profiles, &wrong, 1) < 0.02);
}

#[test]
fn learns_what_signals_alone_do_not_tell() {
    // Two labels of the same words but one, which stands in each text of "b" and which is the
    // commonest word of all texts, so that neither cosine nor neighbours heed it.
    let mut rows = rows(2, 3);
    for at in 0..40 {
        rows.push(FiledText {
            text: format!("screen broken x{at}"),
            labels: vec!["a".into()],
        });
        let text = format!("screen broken x{at} please");
        rows.push(FiledText {
            text,
            labels: vec!["b".into()],
        });
    }
    let profiles = Profiles::train(&rows, None, 1, &mut |_, _| {});
    let first = |text: &str| profiles.rank(text, 1)[0].label.clone();
    assert_eq!(first("screen broken"), "a");
    assert_eq!(first("please screen broken"), "b");
}

#[test]
fn texts_of_many_labels_find_any_of_them() {
    let mut rows = rows(4, 4);
    for row in rows.iter_mut().step_by(3) {
        row.labels.push("third".into());
    }
    let profiles = Profiles::train(&rows, None, 1, &mut |_, _| {});
    assert!(right(&profiles, &rows, 3) > 0.97);
    let all: f32 = profiles
        .rank(&rows[0].text, 300)
        .iter()
        .map(|hit| hit.score)
        .sum();
    assert!((all - 1.0).abs() < 1e-3, "{all}");
}

#[test]
fn a_correction_counts_from_the_next_text_on() {
    let mut profiles = trained(6);
    let before = right(&profiles, &rows(1, 2), 1);
    let text = "urgent refund subject7 again remark3";
    assert_eq!(profiles.rank(text, 1)[0].label, "refund-7");
    profiles.learn(text, &["goodwill".into(), "delivery-8".into()]);
    assert_eq!(profiles.labels(), 301);
    let two: Vec<String> = profiles
        .rank(text, 2)
        .into_iter()
        .map(|hit| hit.label)
        .collect();
    assert!(two.contains(&"goodwill".to_owned()), "{two:?}");
    assert!(two.contains(&"delivery-8".to_owned()), "{two:?}");
    // Others keep their labels, under their new numbers.
    assert!((right(&profiles, &rows(1, 2), 1) - before).abs() < 0.02);
    // The person changes his mind.
    profiles.learn(text, &["refund-9".into()]);
    assert_eq!(profiles.rank(text, 1)[0].label, "refund-9");
}

#[test]
fn says_why() {
    let mut profiles = trained(4);
    let why = profiles.explain("refund for subject7 and xyz", "refund-7");
    assert_eq!(why.words[0].0, "subject7");
    assert!(why.words.iter().all(|(word, _)| word != "xyz"));
    let training = rows(4, 1);
    assert!(!why.texts.is_empty());
    for (text, likeness) in &why.texts {
        assert_eq!(training[*text].labels, ["refund-7"]);
        assert!(*likeness > 0.3);
    }
    assert_eq!(why.corrected, None);
    profiles.learn("refund for subject7", &["refund-7".into()]);
    let corrected = profiles
        .explain("refund for subject7", "refund-7")
        .corrected;
    assert!(corrected.is_some_and(|likeness| likeness > 0.99));
    assert_eq!(
        profiles.explain("refund", "unknown"),
        Explanation::default()
    );
}

#[test]
fn the_same_seed_learns_the_same() {
    let (a, b) = (trained(3).to_bytes(), trained(3).to_bytes());
    assert!(a == b);
    let other = Profiles::train(&rows(3, 1), None, 2, &mut |_, _| {});
    assert!(a != other.to_bytes());
}

#[test]
fn keeps_all_in_bytes() {
    let mut profiles = trained(3);
    profiles.learn("urgent refund", &["new".into()]);
    profiles.calibrate(&rows(1, 5));
    let bytes = profiles.to_bytes();
    let back = Profiles::from_bytes(&bytes, None).unwrap();
    for row in rows(1, 6).iter().chain(&rows(1, 5)[..20]) {
        assert_eq!(profiles.rank(&row.text, 5), back.rank(&row.text, 5));
    }
    assert!(back.to_bytes() == bytes);
    assert!(bytes.len() < profiles.bytes() * 3 / 2, "{}", bytes.len());
}

#[test]
fn sureness_is_how_often_the_first_is_right() {
    let mut profiles = trained(6);
    // Every second judge says that something else is right.
    let mut judges = rows(2, 7);
    for judge in judges.iter_mut().step_by(2) {
        judge.labels = vec!["other".into()];
    }
    profiles.calibrate(&judges);
    let scores: Vec<f32> = judges
        .iter()
        .map(|row| profiles.rank(&row.text, 1)[0].score)
        .collect();
    let mean = scores.iter().sum::<f32>() / scores.len() as f32;
    let share = right(&profiles, &judges, 1) as f32;
    assert!((mean - share).abs() < 0.02, "{mean} {share}");
}

#[test]
fn nothing_to_learn_from_files_nothing() {
    let none = Profiles::train(&[], None, 1, &mut |_, _| {});
    assert!(none.rank("anything", 3).is_empty());
    let profiles = trained(3);
    assert!(profiles.rank("", 3).is_empty());
    assert!(profiles.rank("unheard words", 3).is_empty());
    assert!(profiles.rank("refund", 0).is_empty());
}

#[test]
fn progress_reaches_the_end() {
    let mut told = Vec::new();
    Profiles::train(&rows(3, 1), None, 1, &mut |done, all| {
        told.push((done, all))
    });
    assert!(told.is_sorted());
    assert_eq!(told.last(), Some(&(900, 900)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_of_another_origin_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut headed = b"SYPROF01".to_vec();
        headed.extend(&bytes);
        prop_assert!(Profiles::from_bytes(&bytes, None).is_none());
        if let Some(profiles) = Profiles::from_bytes(&headed, None) {
            profiles.rank("refund", 3);
        }
    }

    #[test]
    fn damaged_bytes_never_panic(at in 0usize..60_000, byte in any::<u8>(), cut in 0usize..60_000) {
        let mut bytes = SMALL.with(Vec::clone);
        let end = bytes.len();
        prop_assert!(Profiles::from_bytes(&bytes[..cut.min(end - 1)], None).is_none());
        bytes[at % end] = byte;
        if let Some(mut profiles) = Profiles::from_bytes(&bytes, None) {
            profiles.rank("urgent refund subject1 again", 5);
            profiles.explain("urgent refund subject1 again", "refund-1");
            profiles.learn("urgent refund", &["new".into()]);
            profiles.rank("urgent refund", 5);
        }
    }

    #[test]
    fn any_text_is_ranked(text in ".{0,60}") {
        let ranked = SMALL.with(|bytes| Profiles::from_bytes(bytes, None).unwrap().rank(&text, 5));
        prop_assert!(ranked.iter().all(|hit| (0.0..=1.0).contains(&hit.score)));
        prop_assert!(ranked.is_sorted_by(|a, b| a.score >= b.score));
    }
}

thread_local! {
    static SMALL: Vec<u8> = {
        let few: Vec<FiledText> = rows(3, 1).into_iter().filter(|row| row.labels[0].len() < 9).collect();
        Profiles::train(&few, None, 1, &mut |_, _| {}).to_bytes()
    };
}
