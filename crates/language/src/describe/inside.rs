//! What is in it, what is not; what it does; how much it is; how it is used.

use super::piece::Piece;
use super::{Sheet, Stance, StatedValue};

const WITHOUT: &str =
    "不含有|不含|不添加|未添加|无添加|没有添加|零添加|0 添加|0添加|不带|不包含|free of|without";
const WITH: &str = "主要成分为|主要成分是|主要成分有|成分为|成分是|成分有|配方里有|里面有|富含|内含|包含|含有|含|添加了|添加|加入了|加入|加了|采用|搭配|contains|with";
const NONE: &str = "无需|无名|无法|无线|无论|无障碍|无敌|无色|无糖|无框|无缝|无痕|无效|无关|无人|无限|无聊|无烟|无忧";
const PARTS: &str = "丶|以及|及|和|与| and |/";
const TAIL: &str = "成分|在内|配方|等|帮助成分渗透|渗透|作为|材质|not included|的|帮助";
const LEAD: &str = "了|有|少量|微量|大量|适量|很少量的|天然的|一定量|人工|任何|多种|丰富的|额外";
const DOES: &str = "改善|缓解|调节|舒展|增强|提升|促进|减少|预防|淡化|抑制|提高|减轻|辅助";
const EFFECT_OF: &str = "功效|作用|效果|功能";
const UNITS: &str = "kg|ml|gb|tb|mah|mg|g|l|千克|公斤|毫升|克|升|平方米|平米|㎡|英寸|课时|节课|次课|节|片装|片|包|袋|粒|瓶装|瓶|条|对|支|小时|米床";
const OFTEN: &str = "一天|每天|每日|一周|每周|早晚|隔天|睡前|用前|一次|饭后|饭前";

impl Sheet<'_> {
    pub(super) fn read_inside(&mut self) {
        let clauses = self.clauses.clone();
        for clause in &clauses {
            self.absent(clause);
            self.present(clause);
            self.english_absent(clause);
        }
        self.known_inside();
        for clause in &clauses {
            self.effects(clause);
            self.usage(clause);
        }
        self.sizes();
    }

    fn absent(&mut self, clause: &Piece) {
        let found = clause.first_of(WITHOUT).or_else(|| {
            // 无浴缸, 无谷物: at the end of a clause, never inside another word.
            let at = clause.find("无")?;
            let rest = clause.part(at, clause.len());
            let whole = (3..=6).contains(&rest.len()) && rest.starts(NONE).is_none();
            (whole && !clause.part(0, at).has_any("请|或")).then_some((at, 1))
        });
        let Some((at, length)) = found else {
            return;
        };
        let rest = clause.part(at + length, clause.len());
        let end = rest
            .first_of("适合|适用|的|请")
            .map_or(rest.len(), |(at, _)| at);
        for item in rest.part(0, end).split(PARTS) {
            let item = item.without(LEAD, TAIL);
            self.ingredient(&item, Stance::Lacks, 0.9);
        }
        self.cover(&clause.part(at, clause.len()));
    }

    fn english_absent(&mut self, clause: &Piece) {
        if let Some((at, _)) = clause.first_of("not included") {
            let item = clause.part(0, at);
            self.ingredient(&item, Stance::Lacks, 0.8);
        }
    }

    fn present(&mut self, clause: &Piece) {
        let Some((at, length)) = clause.first_of(WITH) else {
            return;
        };
        let denied = clause
            .part(0, at)
            .ends("不|未|没有|无|不要|别|0|零|别再")
            .is_some();
        let mostly = clause.has_any("大小分子|面霜一起");
        if denied || mostly || self.is_covered(&(clause.start + at..clause.start + at + length)) {
            return;
        }
        let rest = clause.part(at + length, clause.len());
        let end = rest
            .first_of("帮助|适合|不含|作|的孩子|成分渗透|过敏|更|效果|元|装 ")
            .map_or(rest.len(), |(at, _)| at);
        for item in rest.part(0, end).split(PARTS) {
            let item = item.without(LEAD, TAIL);
            self.ingredient(&item, Stance::Holds, 0.8);
        }
    }

    fn ingredient(&mut self, item: &Piece, stance: Stance, sure: f64) {
        if self.is_covered(&item.range()) {
            return;
        }
        let known = self.known("ingredient", item);
        if let [(value, place)] = known.as_slice()
            && place.len() + 2 >= item.len()
        {
            let (value, place) = (value.clone(), place.clone());
            self.state(
                "ingredient",
                StatedValue::Word(value),
                stance,
                &place,
                sure + 0.05,
            );
            self.cover(&place);
        } else if (1..=12).contains(&item.len()) {
            self.word("ingredient", item, stance, sure - 0.15);
            self.cover(item);
        }
    }

    /// Known substances anywhere, and words that say that one is absent.
    fn known_inside(&mut self) {
        let all = Piece::of(&self.reading, 0..self.reading.len());
        for (surface, place) in self.known("!ingredient", &all) {
            let surface = crate::normalise::normalise_text(&surface);
            let value = self.words.absent.iter().find(|(own, _)| *own == surface);
            if let Some((_, value)) = value {
                let value = StatedValue::Word(value.clone());
                self.state("ingredient", value, Stance::Lacks, &place, 0.9);
                self.cover(&place);
            }
        }
        for (value, place) in self.known("ingredient", &all) {
            let clause = self.clauses.iter().find(|clause| {
                clause.start <= place.start && place.start < clause.start + clause.len()
            });
            let elsewhere = clause.is_some_and(|clause| {
                clause.has_any("配合|一起用|叠加|后面|第一次用|比|改用|大小")
            });
            if elsewhere || self.is_covered(&place.range()) || self.behind(&place, "过敏|不耐受")
            {
                continue;
            }
            self.state(
                "ingredient",
                StatedValue::Word(value),
                Stance::Holds,
                &place,
                0.75,
            );
        }
    }

    fn effects(&mut self, clause: &Piece) {
        for (value, place) in self.known("effect", clause) {
            let before = clause.part(0, place.start.saturating_sub(clause.start));
            // 白天要防晒 advises something else.
            let denied = before
                .ends("不|不会|没有|无|别|防止|避免|要|记得|必须|需要|上|普通|再|先|遇水|的")
                .is_some()
                || before.has_any("配合|叠加|一起用|比|后面|之后|单买")
                || self.behind(&place, "之后|后再|要先");
            if !denied && !self.is_covered(&place.range()) {
                self.state(
                    "effect",
                    StatedValue::Word(value),
                    Stance::Holds,
                    &place,
                    0.8,
                );
            }
        }
        let open = if let Some((at, length)) = clause.first_of("主打|具有|具备") {
            let rest = clause.part(at + length, clause.len());
            Some(rest.without("的", &format!("{EFFECT_OF}|的|双重|多重")))
        } else {
            clause
                .first_of(DOES)
                .filter(|&(at, _)| {
                    clause
                        .part(0, at)
                        .ends("能|能够|可|可以|帮助|有助于|")
                        .is_some()
                        || at == 0
                })
                .map(|(at, _)| clause.part(at, clause.len()))
        };
        let Some(open) = open else {
            return;
        };
        for item in open.split("丶|和|以及|及") {
            let known = !self.known("effect", &item).is_empty();
            if !known && (2..=10).contains(&item.len()) && !self.is_covered(&item.range()) {
                self.word("effect", &item, Stance::Holds, 0.6);
                self.cover(&item);
            }
        }
    }

    fn usage(&mut self, clause: &Piece) {
        let frequency =
            clause.has_any(OFTEN) && clause.has_any("次|用|敷|涂|轻|各|服|片|粒|抹|拍|点|条");
        let timed = clause.has_any("分钟") && clause.has_any("敷|贴|涂|洗");
        if (frequency || timed) && clause.len() <= 30 {
            self.word("usage", clause, Stance::Holds, 0.6);
        }
    }

    /// `25ml×10片`, `1.1kg`, `12 课时`: the first measure that bounds nobody.
    fn sizes(&mut self) {
        if self.stated.iter().any(|fact| fact.attribute == "spec") {
            return;
        }
        for clause in self.clauses.clone() {
            if clause.has_any("以下|以内|超过|每|体重|以上|最多|身高|不到|公里|前|后|续航")
            {
                continue;
            }
            if let Some(piece) = size_in(&clause)
                && !self.is_covered(&piece.range())
            {
                self.word("spec", &piece, Stance::Holds, 0.6);
                return;
            }
        }
    }
}

fn size_in(clause: &Piece) -> Option<Piece> {
    let mut at = 0;
    while at < clause.len() {
        let Some(end) = measure_at(clause, at) else {
            at += 1;
            continue;
        };
        let mut last = end;
        while let Some(next) = clause
            .chars
            .get(last)
            .filter(|c| matches!(c, '×' | '*' | 'x' | '+'))
            .and_then(|_| measure_at(clause, last + 1))
        {
            last = next;
        }
        return Some(clause.part(at, last));
    }
    None
}

/// The end of a number with a unit that begins at a place.
fn measure_at(clause: &Piece, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|at| clause.chars.get(at));
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '.') {
        return None;
    }
    let digits = clause
        .chars
        .get(at..)?
        .iter()
        .take_while(|c| c.is_ascii_digit() || **c == '.')
        .count();
    if digits == 0 {
        return None;
    }
    let mut place = at + digits;
    while clause.chars.get(place) == Some(&' ') {
        place += 1;
    }
    let rest = clause.part(place, clause.len());
    let unit = rest.starts(UNITS)?;
    let latin = rest.chars.first().is_some_and(char::is_ascii_alphabetic);
    let runs_on = rest.chars.get(unit).is_some_and(char::is_ascii_alphabetic);
    (!(latin && runs_on && rest.chars.get(unit) != Some(&'x'))).then_some(place + unit)
}
