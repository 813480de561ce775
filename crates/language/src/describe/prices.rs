//! List prices and offers: which of the sums is which.

use super::piece::Piece;
use super::{Sheet, Stance, StatedValue};
use crate::extract::{Kind, Value};

/// Words of the price that everybody pays.
const LIST: &str = "原价|售价|定价|市场价|标价|日常价|吊牌价|门市价|挂牌价|零售价|官方价|建议价|平日|\
    学费|保费|年费|套餐价|单价|正价|list price|regular price|价格|price";
/// Words of a lower one.
const LOWER: &str = "活动|到手|券后|现价|现在|特价|优惠|会员|拼团|团购|早鸟|限时|直播|首发|预订价|折后|\
    体验价|包月价|学生证|老学员|新人|新客|首单|尝鲜|淡季|周中|暑期|以旧换新|促销|秒杀|只要|立减后|\
    sale|now|offer|两人同行|两罐|预售|抢购|单次体验";
/// Sums that are no price.
const OTHER: &str =
    "保额|额度|最高|满|减|押金|消费|收费|最低|补贴|合计|返|一元硬币|周末|门槛|工资|收入|赔";

impl Sheet<'_> {
    pub(super) fn read_prices(&mut self) {
        let slots: Vec<(Piece, i64)> = self
            .slots
            .iter()
            .filter(|slot| slot.kind == Kind::Money)
            .filter_map(|slot| {
                let Value::Money { min, max, .. } = slot.value else {
                    return None;
                };
                Some((self.place(&slot.span)?, min.or(max)?))
            })
            .collect();
        let mut end = 0;
        let mut bare: Vec<(Piece, i64)> = Vec::new();
        for (piece, minor) in slots {
            let before = self.before_in_clause(&piece, end);
            end = piece.start + piece.len();
            if before.has_any(OTHER)
                && before.ends("价|价格|保费").is_none()
                && !before.has_any("年交保费|年缴")
            {
                continue;
            }
            if self.behind(&piece, "硬币|面值|优惠券|代金券") {
                continue;
            }
            let lower = last_of(&before, LOWER);
            let list = last_of(&before, LIST);
            let own_word = before.ends("价|价格").is_some();
            let id = match (list, lower) {
                // 优惠价 holds 价, 原价 holds no word of an offer: the later word decides.
                (Some(list), Some(lower)) if list > lower => "price",
                (_, Some(_)) => "offer",
                (Some(_), None) => "price",
                (None, None) if own_word => "offer",
                (None, None) => {
                    bare.push((piece, minor));
                    continue;
                }
            };
            self.priced(id, &piece, minor, 0.95);
        }
        let has = |sheet: &Self, id: &str| sheet.stated.iter().any(|fact| fact.attribute == id);
        for (piece, minor) in bare {
            // The first sum that no word explains is the price, if a unit of money stands there.
            let told = piece.has_any("元|块|¥|rmb|yuan|$");
            if told && !has(self, "price") {
                self.priced("price", &piece, minor, 0.7);
            }
        }
    }

    fn priced(&mut self, id: &str, piece: &Piece, minor: i64, sure: f64) {
        self.state(id, StatedValue::Money(minor), Stance::Holds, piece, sure);
        self.cover(piece);
    }

    /// What stands before in the clause, from the last sum on.
    fn before_in_clause(&self, piece: &Piece, from: usize) -> Piece {
        let start = self
            .clauses
            .iter()
            .filter(|clause| clause.start <= piece.start)
            .map(|clause| clause.start)
            .next_back()
            .unwrap_or(0);
        Piece::of(
            &self.reading,
            start.max(from)..piece.start.max(start.max(from)),
        )
    }
}

/// Where the last of the words ends.
fn last_of(piece: &Piece, words: &str) -> Option<usize> {
    words
        .split('|')
        .flat_map(|word| {
            (0..piece.len())
                .filter(move |&at| piece.has_at(at, word))
                .map(move |at| at + word.chars().count())
        })
        .max()
}
