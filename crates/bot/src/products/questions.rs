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

fn by_hand() -> Vec<Case> {
    include_str!("../../tests/fixtures/products/questions.tsv")
        .lines()
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

#[test]
fn facts_answer_right_and_never_wrong_about_who_must_not_use_it() {
    let shelf = shop();
    let (hand, made) = (by_hand(), by_template());
    assert!(hand.len() >= 60 && hand.len() + made.len() >= 200);
    let (mut right, mut wrong_known, mut wrong_health, mut hand_right) = (0, 0, 0, 0);
    let hand_count = hand.len();
    let total = hand_count + made.len();
    for (number, case) in hand.iter().chain(&made).enumerate() {
        let answer = shelf.ask(&case.text, case.focus.as_deref(), NOW);
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
        right += usize::from(good);
        hand_right += usize::from(good && number < hand_count);
        wrong_known += usize::from(
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
        wrong_health += usize::from(
            listed || (barred && case.text.contains("用") && ["yes", "not_listed"].contains(&got)),
        );
        if !good {
            eprintln!(
                "{} {:?}: {got}, not {:?} {:?}: {text}",
                case.text, case.focus, case.wanted, case.holds
            );
        }
    }
    eprintln!(
        "{right} of {total} right, by hand {hand_right} of {hand_count}; \
        {wrong_known} wrong instead of not known, {wrong_health} wrong about health"
    );
    assert!(right * 100 >= total * 93);
    assert!(wrong_known * 100 <= total * 2);
    assert_eq!(wrong_health, 0);
}
