//! Whom it suits, and who must not use it.

use super::piece::Piece;
use super::{Sheet, Stance, StatedValue};

/// What is done with things.
const DO: &str = "使用|用|食用|服用|吃|喝|饮用|佩戴|戴|观看|参加|购买|买|投保|投|报名|报|学|入住|住|泡汤|预订|敷|涂|抹|\
    申请|办理|办|坐|玩|养|做|体验|操作|接触|驾驶|选|选择|长期吃|长期用|碰|练|来|承保|用这款|用它|use|take";
/// Never: who stands before it.
const NEVER: &str = "不能|不可以|不可|不得|不要|请勿|切勿|勿|别|不宜|不建议|不推荐|不适合|不适宜|禁止|不予|不准|不给|暂不|不";
/// Without a verb behind.
const BARE: &str = "禁用|禁食|忌用|忌食|忌服|不宜|不推荐|不建议|不适合|不适用|除外|请避开|请先避开|先避开|要避开|避开|请避免使用|\
    不予承保|不承保|不接待|不接单|暂不接单|请先别用|先别用|别用|请改用|禁忌";
/// With care.
const CARE: &str = "少量用|少用|少吃|慎用|慎买|慎报|慎食|慎服|慎投|慎选|请谨慎|应谨慎|谨慎|酌情";
/// Whom it is not for follows.
const NOT_FOR: &str = "不适合|不适用于|不适用|不建议|不推荐给|不推荐|不接待|不承保|不向|谢绝|not suitable for|not for|not recommended for";
/// Whom it is for follows.
const FOR: &str = "特别适合|尤其适合|最适合|很适合|适合|适用于|适用|专为|面向|推荐给|专门给|针对|招收|仅限|ideal for|suitable for|\
    perfect for|recommended for|designed for";
/// Whom it is for stands before.
const THEIRS: &str = "的入门款|的入门|都行|都能用|也能用|都可以用|也可以用|可以用|都可用|可用|都适合|适用|必备|的首选|首选|专享|专用|友好|爱用|都能戴|都可以报|\
    也可以买|都可以买|可投保|回购最多|用得最多|都合适|也适合|都适用|能用|放心用";

const LEAD: &str = "对于|对|如果|若|凡是|凡|但是|但|而且|而|另外|另|其中|本品|本产品|此款|该款|职业为|仅限|已知会|如|尤其是|特别是|于|\
    给|想|有|让|由|请|这款|it's|a |the |那些";
const TAIL: &str = "的人群|的人士|的人|人群|人士|者|的客人|客人|的朋友|朋友|们|的时候|时候|期间|的家庭|的学员|的宠物|的用户|\
    也|都|请|暂|先|还|均|一般|最好|就|的|时|是|来|设计|而做|准备|使用|去用|用户|们|量|建议|一律|则";
const PARTS: &str = "丶|以及|及|或者|或|和|与|跟| and | or |/";
const WHEN: &str = "时敷|时用|时涂|时早晚|的时候用|的时候敷|之后用|之后敷|后用|后敷|后厚涂|后脸";
const COUNTS: &str = "一|两|二|三|四|五|六|七|八|九|十|几|半|1|2|3|4|5|6|7|8|9";
/// Words that name no people.
const NOBODY: &str = "晚上|白天|早上|早晚|一罐|一瓶|一支|四件|三件|夏天|冬天|平时|第二天|开封后|变成|就|它|用过|直接|这|如果|说明|产品|颜色|日期|货|一次|每次|全脸|脸上|\
    此|本|您|我|大|会|其他|什么|医生|拆封|打开|以上|质地|价格|单独";

impl Sheet<'_> {
    pub(super) fn read_people(&mut self) {
        for clause in self.clauses.clone() {
            if self.is_covered(&clause.range()) && clause.len() < 4 {
                continue;
            }
            let excluded = self.excluded(&clause);
            if !excluded {
                self.suited(&clause);
            }
        }
        self.loose_ages();
    }

    /// Who must not use it; true when the clause says so.
    fn excluded(&mut self, clause: &Piece) -> bool {
        if let Some((at, length)) = clause.first_of(CARE) {
            let before = clause.part(0, at);
            return self.people("excludes", &before, Stance::Careful, 0.85, false) || length == 0;
        }
        if let Some((at, length)) = clause.first_of(NOT_FOR) {
            let (before, after) = (clause.part(0, at), clause.part(at + length, clause.len()));
            let verb =
                after.is_empty() || after.starts(DO).is_some_and(|own| own + 2 >= after.len());
            if !verb {
                let after = after.without("让|给", "使用|入住|食用|佩戴|发卡|长期使用");
                let after = after.without(DO, "");
                self.people("excludes", &after, Stance::Holds, 0.85, true);
                // What stands before may still say whom it suits: 适合A,不适合B comes in two.
                return true;
            }
            if !before.is_empty() {
                return self.people("excludes", &before, Stance::Holds, 0.85, false);
            }
        }
        let never = clause
            .first_of(BARE)
            .filter(|&(at, _)| at > 0)
            .or_else(|| self.never(clause));
        let Some((at, _)) = never else {
            return false;
        };
        let before = clause.part(0, at);
        self.people("excludes", &before, Stance::Holds, 0.9, false)
    }

    /// `…不能用`: a word of never with a verb behind.
    fn never(&self, clause: &Piece) -> Option<(usize, usize)> {
        NEVER
            .split('|')
            .filter_map(|word| {
                let at = clause.find(word)?;
                let length = word.chars().count();
                let rest = clause.part(at + length, clause.len());
                let rest = rest.without("再|先|直接|继续|给|在|同时", "");
                let verb = rest.starts(DO)?;
                let left = rest.part(verb, rest.len());
                let short = left.len() <= 4 || left.starts("其中|本|这|该|此").is_some();
                (at > 0 && short).then_some((at, length))
            })
            .min_by_key(|&(at, length)| (at, usize::MAX - length))
    }

    /// Whom it suits.
    fn suited(&mut self, clause: &Piece) {
        if let Some((at, length)) = clause.first_of(FOR)
            && !clause.part(0, at).has_any("不")
        {
            let rest = clause.part(at + length, clause.len());
            let rest = rest.without("于|的是|那些|:", "");
            let end = rest
                .first_of("设计|而做|而设|打造|准备|使用时")
                .map_or(rest.len(), |(at, _)| at);
            let rest = rest.part(0, end);
            if rest.len() > 1 {
                self.people("suits", &rest, Stance::Holds, 0.85, true);
                return;
            }
        }
        if let Some((at, length)) = clause.first_of(THEIRS).filter(|&(at, _)| at > 0)
            && !clause.part(0, at).has_any("不|先")
        {
            let before = clause.part(0, at);
            let after = clause.part(at + length, clause.len());
            // 能用两周 tells how long it lasts.
            if after.len() <= 4 && after.starts(COUNTS).is_none() {
                self.people("suits", &before, Stance::Holds, 0.8, false);
                return;
            }
        }
        if let Some((at, length)) = clause
            .first_of("也可以|都可以|也能|都能")
            .filter(|&(at, _)| at > 0)
        {
            let after = clause.part(at + length, clause.len());
            let before = clause.part(0, at);
            if after.starts(DO).is_some()
                && after.len() <= 5
                && !self.known("suits", &before).is_empty()
            {
                self.people("suits", &before, Stance::Holds, 0.75, false);
                return;
            }
        }
        self.occasion(clause);
        // 给出油多的油皮, 给有房贷的家庭支柱
        if let Some(length) = clause.starts("给|送给|专给") {
            let rest = clause.part(length, clause.len());
            self.people("suits", &rest, Stance::Holds, 0.7, true);
        } else if let Some(length) = clause.starts("为")
            && let Some((at, _)) = clause.first_of("而做|设计|打造|准备")
        {
            let rest = clause.part(length, at);
            self.people("suits", &rest, Stance::Holds, 0.7, true);
        } else if let Some((at, _)) = clause.first_of("为")
            && let Some((end, _)) = clause.first_of("而做|而设")
        {
            let rest = clause.part(at + 1, end);
            self.people("suits", &rest, Stance::Holds, 0.7, true);
        }
    }

    /// Known people, or an occasion, that a clause begins with: `换季泛红时敷`, `油皮也不会闷`.
    fn occasion(&mut self, clause: &Piece) {
        if let Some((at, _)) = clause.first_of(WHEN).filter(|&(at, _)| at > 0) {
            let before = clause.part(0, at);
            if !self.known("suits", &before).is_empty() {
                self.known_people(&before, 0.7);
            }
            return;
        }
        let fine = clause.has_any("不会|也不|就够|一周|一天|一次")
            && !clause.has_any("少|慎|觉得|偏|不推荐|不建议|先|不能");
        let people = self.known("suits", clause);
        if let Some((value, place)) = people
            .first()
            .filter(|(_, place)| fine && place.start == clause.start)
        {
            let (value, place) = (value.clone(), place.clone());
            self.state(
                "suits",
                StatedValue::Word(value),
                Stance::Holds,
                &place,
                0.65,
            );
        }
    }

    fn known_people(&mut self, piece: &Piece, sure: f64) {
        for (value, place) in self.known("suits", piece) {
            self.state(
                "suits",
                StatedValue::Word(value),
                Stance::Holds,
                &place,
                sure,
            );
            self.cover(&place);
        }
    }

    /// People of a list; known words alone where there are some. True when somebody was named.
    fn people(&mut self, id: &str, list: &Piece, stance: Stance, sure: f64, behind: bool) -> bool {
        let mut named = false;
        let suits = id == "suits";
        let ages = self.ages(list);
        for (age, place) in ages.iter().filter(|_| suits) {
            self.state("age", age.clone(), Stance::Holds, place, sure);
            self.cover(place);
            named = true;
        }
        for item in list.split(PARTS) {
            let item = item.without(LEAD, TAIL);
            let item = item.without("对", "");
            if item.len() < 2 && self.known("suits", &item).is_empty() {
                continue;
            }
            let aged = ages.iter().any(|(_, place)| {
                item.start <= place.start && place.start + place.len() <= item.start + item.len()
            });
            if let Some(at) = item.find("过敏").or_else(|| item.find("不耐受")) {
                let length = if item.has_at(at, "过敏") { 2 } else { 3 };
                let allergy = item.part(0, at + length);
                if at > 0 && !allergy.has("容易") {
                    self.word(id, &allergy, stance, sure);
                    self.cover(&allergy);
                    named = true;
                    continue;
                }
            }
            let known = self.known("suits", &item);
            if !known.is_empty() {
                for (value, place) in known {
                    self.state(id, StatedValue::Word(value), stance, &place, sure + 0.05);
                    self.cover(&place);
                }
                named = true;
                continue;
            }
            let needs = self.known("effect", &item);
            if suits && !needs.is_empty() {
                // 给有干纹的眼周: what it is for is what it does.
                for (value, place) in needs {
                    self.state(
                        "effect",
                        StatedValue::Word(value),
                        Stance::Holds,
                        &place,
                        sure - 0.1,
                    );
                    self.cover(&place);
                }
                named = true;
                continue;
            }
            let most = if behind { 16 } else { 14 };
            let nobody = NOBODY
                .split('|')
                .any(|word| !word.is_empty() && item.starts(word).is_some());
            if (2..=most).contains(&item.len()) && !nobody && (!aged || !suits) {
                self.word(id, &item, stance, sure - 0.15);
                self.cover(&item);
                named = true;
            }
        }
        named
    }

    /// Ages that no frame has taken: a range, or one that is open at an end.
    fn loose_ages(&mut self) {
        if self.stated.iter().any(|fact| fact.attribute == "age") {
            return;
        }
        let all = Piece::of(&self.reading, 0..self.reading.len());
        for (age, place) in self.ages(&all) {
            let range = match age {
                StatedValue::Number { min, max } => min != max,
                StatedValue::Word(_) | StatedValue::Money(_) => false,
            };
            let barred = self.stated.iter().any(|fact| {
                let span = self.reading.original(&place.range());
                fact.attribute == "excludes"
                    && fact.span.start <= span.start
                    && span.end <= fact.span.end
            });
            if range && !barred && !self.is_covered(&place.range()) {
                self.state("age", age, Stance::Holds, &place, 0.65);
            }
        }
    }
}
