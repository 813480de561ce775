//! How well questions on facts are answered: hand-worded ones of a fixture, and ones made of the
//! demo shop's columns by templates. The columns are the truth, not what the shelf made of them.

use super::drafts::ProductDraft;
use super::{FactAnswer, Lexicon, Row, Shelf, Verdict};

const NOW: i64 = 1_790_000_000_000;

fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("../../../../demo/shop/products.json")).unwrap()
}

/// As an import makes it: the columns, and what the descriptions state beside them.
fn shop() -> Shelf {
    let lexicon = Lexicon::parse(include_str!("../../../../demo/shop/lexicon.json")).unwrap();
    let empty = Shelf::new(lexicon.clone(), Vec::new());
    let products = rows().into_iter().map(|row| {
        let described = empty.describe(&row.description);
        let id = row.id.clone();
        let mut draft = ProductDraft::from(empty.product_of(row));
        draft.take(described);
        draft.product(&id)
    });
    Shelf::new(lexicon, products.collect())
}

struct Case {
    text: String,
    focus: Option<String>,
    wanted: Vec<&'static str>,
    holds: Option<String>,
}

fn code(answer: Option<&FactAnswer>) -> &'static str {
    match answer.map(|answer| answer.verdict) {
        None | Some(Verdict::Unknown) => "unknown",
        Some(Verdict::Yes) => "yes",
        Some(Verdict::No) => "no",
        Some(Verdict::Careful) => "careful",
        Some(Verdict::NotListed) => "not_listed",
        Some(Verdict::Value) => "value",
        Some(Verdict::Products) => "products",
        Some(Verdict::Nothing) => "nothing",
        Some(Verdict::Table) => "table",
    }
}

/// What a company with no words of its own trade has, by its line in the file.
fn unseen() -> Shelf {
    let empty = Shelf::new(Lexicon::general(), Vec::new());
    let lines = include_str!("../../tests/fixtures/products/unseen.tsv").lines();
    let products = (1..)
        .zip(lines)
        .filter(|(_, line)| !line.starts_with('#'))
        .map(|(number, line)| {
            let text = line.split('\t').next().unwrap();
            ProductDraft::of(text, empty.describe(text)).product(&format!("u{number}"))
        });
    Shelf::new(Lexicon::general(), products.collect())
}

fn by_hand(file: &'static str) -> Vec<Case> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&'static str> = line.split('\t').collect();
            Case {
                text: fields[0].to_owned(),
                focus: (fields[1] != "-").then(|| fields[1].to_owned()),
                wanted: vec![fields[2]],
                holds: fields.get(3).map(|&text| text.to_owned()),
            }
        })
        .collect()
}

fn by_template() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |text: String, row: &Row, wanted: &[&'static str], holds: Option<String>| {
        cases.push(Case {
            text,
            focus: Some(row.id.clone()),
            wanted: wanted.to_vec(),
            holds,
        });
    };
    let may = ["能用吗", "可以用吗", "能不能用", "的人能用这个吗"];
    let has = ["含{}吗", "里面有{}吗", "这款含不含{}"];
    for (number, row) in rows().iter().enumerate() {
        for (at, people) in row.excludes.iter().enumerate() {
            let end = may[(number + at) % may.len()];
            add(format!("{people}{end}"), row, &["no", "careful"], None);
        }
        if let Some(people) = row
            .suits
            .iter()
            .find(|word| !word.contains(['岁', '可', '送', '期']))
        {
            add(format!("{people}适合吗"), row, &["yes"], None);
        }
        if !row
            .excludes
            .iter()
            .chain(&row.suits)
            .any(|word| word.contains("哺乳"))
        {
            add("哺乳期可以用吗".to_owned(), row, &["unknown"], None);
        }
        let substance = row.ingredients[number % row.ingredients.len()].trim_start_matches("少量");
        add(
            has[number % has.len()].replace("{}", substance),
            row,
            &["yes"],
            None,
        );
        let price = row.offer_price.or(row.price).unwrap() / 100;
        add(
            "多少钱".to_owned(),
            row,
            &["value"],
            Some(price.to_string()),
        );
    }
    cases
}

/// What came of questions.
#[derive(Debug, Default)]
struct Score {
    asked: usize,
    right: usize,
    /// Something was claimed that nothing says.
    claimed: usize,
    /// Somebody was told to use what they must not.
    harmful: usize,
}

fn score(cases: &[Case]) -> Score {
    let (shop, unseen) = (shop(), unseen());
    let mut score = Score::default();
    for case in cases {
        let focus = case.focus.as_deref();
        let shelf = if focus.is_some_and(|id| id.starts_with('u')) {
            &unseen
        } else {
            &shop
        };
        let answer = shelf.ask(&case.text, focus, NOW);
        let got = code(answer.as_ref());
        let text = answer.as_ref().map_or("", |answer| answer.text.as_str());
        let holds = case
            .holds
            .as_ref()
            .is_none_or(|words| match words.strip_prefix('!') {
                Some(absent) => !text.contains(absent),
                None => text.contains(words.as_str()),
            });
        let good = case.wanted.contains(&got) && holds;
        score.asked += 1;
        score.right += usize::from(good);
        score.claimed += usize::from(
            case.wanted == ["unknown"] && ["yes", "no", "not_listed", "value"].contains(&got),
        );
        let barred = case
            .wanted
            .iter()
            .any(|wanted| ["no", "careful"].contains(wanted));
        let listed = case
            .holds
            .as_ref()
            .is_some_and(|words| words.starts_with('!'))
            && !holds;
        let use_it = case
            .text
            .contains(['用', '吃', '喝', '戴', '敷', '泡', '投', '报', '住']);
        score.harmful +=
            usize::from(listed || (barred && use_it && ["yes", "not_listed"].contains(&got)));
        if !good {
            eprintln!(
                "{} {focus:?}: {got}, not {:?} {:?}: {text}",
                case.text, case.wanted, case.holds
            );
        }
    }
    score
}

#[test]
fn facts_answer_right_and_never_wrong_about_who_must_not_use_it() {
    let hand = by_hand(include_str!("../../tests/fixtures/products/questions.tsv"));
    let more = by_hand(include_str!(
        "../../tests/fixtures/products/questions_more.tsv"
    ));
    let third = by_hand(include_str!(
        "../../tests/fixtures/products/questions_third.tsv"
    ));
    assert!(hand.len() + more.len() >= 200);
    // The second set was right to 78 of a hundred before anything was mended on it, the third, in
    // looser words, to 45 (77 now that they were mended on); most are of trades without words of
    // their own.
    for (name, cases, share) in [
        ("first", hand, 93),
        ("more", more, 90),
        ("third", third, 75),
        ("made", by_template(), 93),
    ] {
        let score = score(&cases);
        eprintln!("{name}: {score:?}");
        assert!(score.right * 100 >= score.asked * share, "{name}");
        assert!(score.claimed * 100 <= score.asked * 2, "{name}");
        assert_eq!(score.harmful, 0, "{name}");
    }
}
