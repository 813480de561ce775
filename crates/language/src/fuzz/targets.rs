//! What mutated input is handed to, and what must hold.

use jiff::civil::date;
use rand::RngExt;
use rand::rngs::StdRng;

use super::mutate;
use crate::classify::{self, Classifier};
use crate::cluster;
use crate::contrast::{Gist, disagreements};
use crate::embed;
use crate::extract::{self, Annotated, Catalogue, Tagger, TaggerOptions};
use crate::filing::{FiledText, Profiles};
use crate::index::{Index, IndexOptions, Phrasing};
use crate::lexicon::PhraseSet;
use crate::normalise::{normalise, normalise_text};
use crate::pinyin;
use crate::rerank::Prepared;
use crate::segment::{Segmenter, character_terms, hash};

/// A mark, a version and whatever else a body's checksum follows.
const HEAD: usize = 8;

type Target = fn(&Targets, &mut StdRng);

/// Seeds of all kinds.
pub(super) struct Targets {
    texts: Vec<&'static str>,
    catalogue: Catalogue,
    segmenter: Segmenter,
    lexicon: PhraseSet,
    index: Vec<u8>,
    classifier: Vec<u8>,
    tagger: Vec<u8>,
    profiles: Vec<u8>,
    encoder: embed::fuzz::Seeds,
}

const ALL: &[(&str, Target)] = &[
    ("normalise", Targets::normalise),
    ("segment", Targets::segment),
    ("extract", Targets::extract),
    ("extract again", Targets::extract),
    ("cluster", Targets::cluster),
    ("words", Targets::words),
    ("index", Targets::index),
    ("classifier", Targets::classifier),
    ("tagger", Targets::tagger),
    ("profiles", Targets::profiles),
    ("pieces", Targets::pieces),
    ("arrays", Targets::arrays),
];

impl Targets {
    pub(super) fn new() -> Self {
        let phrases = include_str!("../../tests/fixtures/phrases.tsv").lines();
        let themes = include_str!("../../tests/fixtures/themes.tsv").lines();
        let sentences = include_str!("../../tests/fixtures/sentences.txt").lines();
        let texts: Vec<&str> = phrases
            .map(|line| line.split('\t').next().unwrap())
            .chain(themes.map(|line| line.split('\t').next_back().unwrap()))
            .chain(sentences)
            .collect();
        let mut catalogue = Catalogue::builder();
        catalogue.add("product", "清禾水光瓶", ["水光瓶", "清禾 水光"]);
        catalogue.add("product", "iPhone 15 Pro", ["苹果15"]);
        catalogue.add("city", "杭州", ["杭州市"]);
        let mut index = Index::new(None, IndexOptions::default());
        for (id, text) in texts.iter().enumerate().take(60) {
            index.upsert(
                &id.to_string(),
                &[Phrasing::new(*text), Phrasing::new("另一种问法")],
            );
        }
        let rows: Vec<(&str, String)> = texts
            .iter()
            .enumerate()
            .take(40)
            .map(|(at, text)| (*text, format!("label {}", at % 4)))
            .collect();
        let classifier = Classifier::train(&rows, None, &classify::Options::default(), |_, _| {});
        let annotated = |text: &str, name: &str| Annotated {
            text: text.to_owned(),
            names: vec![(
                text.find(name).map_or(0..0, |at| at..at + name.len()),
                "street".to_owned(),
            )],
        };
        let tagger = Tagger::train(
            &[
                annotated("请送到建设路", "建设路"),
                annotated("我住在人民街3号", "人民街"),
            ],
            &Catalogue::default(),
            Segmenter::default(),
            TaggerOptions::default(),
        );
        let filed: Vec<FiledText> = rows
            .iter()
            .map(|(text, label)| FiledText {
                text: (*text).to_owned(),
                labels: vec![label.clone()],
            })
            .collect();
        Self {
            catalogue: catalogue.build(),
            segmenter: Segmenter::with_words(&["清禾水光瓶"]),
            lexicon: PhraseSet::new(["人工", "转人工", "投诉"]),
            index: index.to_bytes(),
            classifier: classifier.to_bytes(),
            tagger: tagger.to_bytes(),
            profiles: Profiles::train(&filed, None, 1, &mut |_, _| {}).to_bytes(),
            encoder: embed::fuzz::Seeds::new(),
            texts,
        }
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        ALL.iter().map(|(name, _)| *name).collect()
    }

    pub(super) fn run(&self, target: usize, random: &mut StdRng) {
        ALL[target].1(self, random);
    }

    fn text(&self, random: &mut StdRng) -> String {
        mutate::text(&self.texts, random)
    }

    fn normalise(&self, random: &mut StdRng) {
        let text = self.text(random);
        let once = normalise(&text);
        assert_eq!(normalise_text(&once.text), once.text, "{text:?}");
        for (at, c) in once.text.char_indices().take(300) {
            let span = once.original(at..at + c.len_utf8());
            assert!(
                !span.is_empty() && text.get(span).is_some(),
                "{text:?} {at}"
            );
        }
        let from = random.random_range(0..=once.text.len());
        let to = random.random_range(from..=once.text.len() + 3);
        assert!(text.get(once.original(from..to)).is_some(), "{text:?}");
    }

    fn segment(&self, random: &mut StdRng) {
        let text = normalise_text(&self.text(random));
        assert_eq!(self.segmenter.cut(&text).concat(), text);
        self.segmenter.words(&text);
        let terms = character_terms(&text);
        assert!(terms.is_sorted());
    }

    fn extract(&self, random: &mut StdRng) {
        let text = self.text(random);
        let now = date(2026, random.random_range(1..13), random.random_range(1..29)).at(
            random.random_range(0..24),
            random.random_range(0..60),
            0,
            0,
        );
        let slots = extract::recognise(&text, now, &self.catalogue);
        let mut before = 0;
        for slot in &slots {
            assert!(text.get(slot.span.clone()).is_some(), "{text:?} {slot:?}");
            assert!(slot.span.start >= before, "{text:?} {slot:?}");
            assert!((0.0..=1.0).contains(&slot.score), "{text:?} {slot:?}");
            before = slot.span.start;
        }
    }

    fn cluster(&self, random: &mut StdRng) {
        let texts: Vec<String> = (0..8).map(|_| self.text(random)).collect();
        let questions = cluster::Question::read(&texts, None);
        let themes = cluster::themes(&questions, cluster::Options::standard(false));
        let mut members: Vec<usize> = themes.iter().flat_map(|t| t.members.clone()).collect();
        members.sort_unstable();
        assert_eq!(members, (0..texts.len()).collect::<Vec<_>>());
        for text in &texts {
            let name = cluster::name(text);
            assert!(name.chars().count() <= 31, "{text:?}");
            assert_eq!(
                cluster::name(&name).chars().count().min(31),
                cluster::name(&name).chars().count()
            );
        }
        let gists: Vec<Gist> = texts
            .iter()
            .map(|t| Gist::new(t, &self.segmenter))
            .collect();
        for pair in gists.windows(2) {
            assert_eq!(
                pair[0].contrast(&pair[1], None),
                pair[1].contrast(&pair[0], None)
            );
            assert_eq!(pair[0].contrast(&pair[0], None), None);
        }
        for pair in texts.windows(2) {
            let [a, b] = pair else { continue };
            assert!(disagreements(a, a, &self.segmenter).is_empty(), "{a:?}");
            disagreements(a, b, &self.segmenter);
        }
    }

    fn words(&self, random: &mut StdRng) {
        let text = self.text(random);
        for hit in self.lexicon.find(&text) {
            assert!(text.get(hit.range.clone()).is_some(), "{text:?}");
        }
        pinyin::sounds(&normalise_text(&text));
        Prepared::new(&text);
    }

    fn index(&self, random: &mut StdRng) {
        let mut bytes = mutate::bytes(&self.index, 0, random);
        if random.random_range(0..8) > 0 {
            bytes = mutate::bytes(&self.index, 20, random);
            crate::index::sign(&mut bytes);
        }
        if let Ok(mut index) = Index::from_bytes(&bytes, None, IndexOptions::default()) {
            let text = self.text(random);
            index.search(&text, random.random_range(0..2_000), |_| true);
            index.search(&text, usize::MAX, |id| id.len() == 1);
            index.upsert("new", &[Phrasing::new(text)]);
            index.remove("3");
        }
    }

    fn classifier(&self, random: &mut StdRng) {
        let bytes = signed(&self.classifier, random);
        if let Ok(classifier) = Classifier::from_bytes(&bytes, Segmenter::default()) {
            let text = self.text(random);
            classifier.predict(&text, None);
            classifier.explain(&text, "label 1", None, 5);
        }
    }

    fn tagger(&self, random: &mut StdRng) {
        let bytes = signed(&self.tagger, random);
        if let Ok(tagger) = Tagger::from_bytes(&bytes, Segmenter::default()) {
            let text = self.text(random);
            for slot in tagger.tag(&text, &self.catalogue) {
                assert!(text.get(slot.span).is_some());
            }
        }
    }

    fn profiles(&self, random: &mut StdRng) {
        let bytes = mutate::bytes(&self.profiles, 0, random);
        if let Some(mut profiles) = Profiles::from_bytes(&bytes, None) {
            let text = self.text(random);
            profiles.rank(&text, 10);
            profiles.explain(&text, "label 1");
            profiles.learn(&text, &["label 1".to_owned(), "another".to_owned()]);
            profiles.rank(&text, 10);
        }
    }

    fn pieces(&self, random: &mut StdRng) {
        let bytes = mutate::bytes(self.encoder.pieces(), 0, random);
        embed::fuzz::read_pieces(&bytes, &self.text(random));
    }

    fn arrays(&self, random: &mut StdRng) {
        let bytes = mutate::bytes(self.encoder.array(), 0, random);
        embed::fuzz::read_array(&bytes);
        embed::fuzz::read_archive(&mutate::bytes(self.encoder.archive(), 0, random));
    }
}

/// A changed model, most often with the checksum that makes it be read.
fn signed(seed: &[u8], random: &mut StdRng) -> Vec<u8> {
    let body = seed.get(..seed.len().saturating_sub(8)).unwrap();
    let mut bytes = mutate::bytes(
        body,
        if random.random_range(0..8) == 0 {
            0
        } else {
            HEAD
        },
        random,
    );
    let sum = if random.random_range(0..16) == 0 {
        0
    } else {
        hash(&bytes)
    };
    bytes.extend(sum.to_le_bytes());
    bytes
}
