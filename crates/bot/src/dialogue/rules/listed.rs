//! Slots that take one of a list of the shop: sizes, coupons, addresses used before.

use serde_json::Value;
use shanying_commerce::purchases::NO_COUPON;
use shanying_language::normalise::normalise_text;

use super::hearing::Heard;
use super::shop::{Told, Want};
use super::taking::pointed_at;
use super::values::{self, plain_money};
use super::{Talk, is_needed, tools};
use crate::dialogue::model::{
    Filled, Given, Listed, OptionChip, Origin, Running, SlotKind, SlotSpec,
};

/// The tool that tells the addresses of a customer.
const ADDRESSES: &str = "list_addresses";
/// The tool that tells their coupons.
const COUPONS: &str = "list_coupons";
/// Of a list so many are offered.
const OFFERED: usize = 6;
/// Words that leave one of a list out: 不用券.
const WITHOUT: &[&str] = &[
    "不用",
    "不要",
    "别用",
    "不使用",
    "without",
    "no coupon",
    "don't use",
];
/// Words for an address that was not offered.
const OTHER: &[&str] = &[
    "新地址",
    "换地址",
    "换个地址",
    "别的地址",
    "其他地址",
    "another address",
];
/// Ends of what stands in a street.
const STREETS: &[char] = &['路', '街', '巷', '弄', '村', '号', '栋', '幢', '楼', '室'];
/// Words before the place where something goes.
const PLACE: &[&str] = &[
    "地址", "寄", "送到", "发到", "收货", "address", "send", "ship",
];

/// What a message chooses of the list that a slot was offered.
pub(super) fn chosen(
    slot: &SlotSpec,
    running: &Running,
    heard: &Heard,
    awaited: bool,
) -> Option<Given> {
    let list = running
        .lists
        .get(&slot.key)
        .filter(|list| kept(list).is_none());
    let list = list.map_or(&[][..], Vec::as_slice);
    let known = |one: &Listed| Given::Known {
        id: one.id.clone(),
        label: one.label.clone(),
    };
    let whole = list
        .iter()
        .find(|one| heard.text.contains(&normalise_text(&one.label)));
    if let Some(one) = whole {
        return Some(known(one));
    }
    // A whole address is one of its own, however alike it is to one that was used before.
    if matches!(slot.kind, SlotKind::Address { .. })
        && STREETS.iter().any(|word| heard.text.contains(*word))
        && values::address(&heard.text, awaited).is_some()
    {
        return None;
    }
    let spoken = match slot.kind {
        SlotKind::Address { .. } => PLACE.iter().any(|word| heard.text.contains(word)),
        _ => slot
            .words
            .iter()
            .any(|word| heard.text.contains(word.as_str())),
    };
    if spoken && is_coupon(slot) && WITHOUT.iter().any(|word| heard.text.contains(word)) {
        return Some(Given::Known {
            id: NO_COUPON.to_owned(),
            label: "不使用".to_owned(),
        });
    }
    if awaited {
        let labels: Vec<String> = list.iter().map(|one| one.label.clone()).collect();
        let place = pointed_at(heard, &labels);
        if let Some(one) = place.and_then(|label| list.iter().find(|one| one.label == label)) {
            return Some(known(one));
        }
    }
    // A size is told by a part of it in any sentence, an address where a place is spoken of.
    let open = awaited || spoken || matches!(slot.kind, SlotKind::Listed { .. }) && slot.required;
    if !open {
        return None;
    }
    let labels: Vec<&str> = list.iter().map(|one| one.label.as_str()).collect();
    named(&labels, &heard.text)
        .and_then(|at| list.get(at))
        .map(known)
}

/// A coupon may be left out; of another list one is meant.
fn is_coupon(slot: &SlotSpec) -> bool {
    !slot.required && matches!(&slot.kind, SlotKind::Listed { tool, .. } if tool == COUPONS)
}

/// The one label of which a part stands in the text that no other label has.
fn named(labels: &[&str], text: &str) -> Option<usize> {
    let parts: Vec<Vec<String>> = labels.iter().map(|label| parts(label)).collect();
    let mut hits = parts.iter().enumerate().filter(|(at, own)| {
        own.iter().any(|part| {
            let others = parts.iter().enumerate();
            let shared = others
                .filter(|(other, _)| other != at)
                .any(|(_, theirs)| theirs.contains(part));
            !shared && text.contains(part.as_str())
        })
    });
    match (hits.next(), hits.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// `25ml×10片` has 25ml and 10片; of runs of Chinese letters every two together.
fn parts(label: &str) -> Vec<String> {
    let label = normalise_text(label);
    let mut parts: Vec<String> = Vec::new();
    for run in label.split(|c: char| !c.is_alphanumeric() || c == '×' || c == 'x') {
        if run.chars().count() < 2 {
            continue;
        }
        parts.push(run.to_owned());
        let letters: Vec<char> = run.chars().collect();
        for pair in letters.windows(2) {
            if pair.iter().all(|c| c.is_alphabetic() && !c.is_ascii()) {
                parts.push(pair.iter().collect());
            }
        }
    }
    parts
}

/// What was chosen of a list that holds no longer: taken again where the next list has it.
pub(super) fn keep(label: &str) -> Vec<Listed> {
    vec![Listed {
        id: String::new(),
        label: label.to_owned(),
    }]
}

fn kept(list: &[Listed]) -> Option<&str> {
    match list {
        [one] if one.id.is_empty() => Some(&one.label),
        _ => None,
    }
}

/// One of a list with what is said of it.
struct Item {
    listed: Listed,
    shown: String,
    gone: bool,
}

impl Talk<'_> {
    /// Whether a slot can be asked for: lists are the shop's.
    pub(super) fn can_ask(&self, slot: &SlotSpec) -> bool {
        self.world.shop.is_some() || !matches!(slot.kind, SlotKind::Listed { .. })
    }

    /// A list that was spoken of and need not be asked for: `换张券`. True when it ends the turn.
    pub(super) fn settles_list(&mut self) -> bool {
        let Some((task, running)) = self.current() else {
            return false;
        };
        let text = &self.heard.text;
        let turn = self.turn.state.turn;
        let spoken = task.slots.iter().find(|slot| {
            let told = running.slots.get(&slot.key);
            matches!(slot.kind, SlotKind::Listed { .. })
                && !slot.required
                && is_needed(slot, running)
                && told.is_none_or(|filled| filled.turn != turn)
                && slot.words.iter().any(|word| text.contains(word.as_str()))
        });
        match spoken {
            Some(slot) if self.world.shop.is_some() && !self.turn.keeps_answer => {
                self.offers(slot, false)
            }
            _ => false,
        }
    }

    /// Which of the list? The only one is taken, several are offered. False when it is asked in
    /// words.
    pub(super) fn picks_listed(&mut self, slot: &SlotSpec) -> bool {
        let offered = match slot.kind {
            SlotKind::Listed { .. } => true,
            SlotKind::Address { known } => {
                known
                    && self
                        .active()
                        .is_some_and(|one| !one.lists.contains_key(&slot.key))
            }
            _ => false,
        };
        offered && self.world.shop.is_some() && self.offers(slot, true)
    }

    /// None of the addresses that were offered: another one is typed. True when that was the
    /// message.
    pub(super) fn wants_other_address(&mut self) -> bool {
        let Some((task, running)) = self.current() else {
            return false;
        };
        let asked = running
            .asked
            .as_ref()
            .and_then(|asked| asked.slot.as_deref());
        let slot = asked.and_then(|key| task.slot(key));
        let text = &self.heard.text;
        let other = OTHER.iter().any(|word| text.contains(word));
        let Some(slot) = slot.filter(|slot| {
            matches!(slot.kind, SlotKind::Address { known: true })
                && other
                && chosen(slot, running, self.heard, false).is_none()
                && values::address(text, true).is_none()
        }) else {
            return false;
        };
        self.step("clarified", &slot.key);
        let text = self.voice.whole_address().to_owned();
        self.trace_question(slot, text);
        true
    }

    /// Offers the list of a slot, or takes what the message names of it. False when there is none.
    pub(super) fn offers(&mut self, slot: &SlotSpec, takes_only: bool) -> bool {
        let Some((task, running)) = self.current() else {
            return false;
        };
        let want = match &slot.kind {
            SlotKind::Listed { tool, arguments } => Want::Read {
                tool: tool.clone(),
                arguments: tools::parameters(task, &running.slots, arguments),
            },
            _ => Want::Read {
                tool: ADDRESSES.to_owned(),
                arguments: Value::Object(serde_json::Map::new()),
            },
        };
        let items = match self.ask_shop(want) {
            None => return true,
            Some(Told::Read(told)) => items(told),
            // An address can be typed; without its sizes a thing cannot be ordered.
            Some(Told::Refused { code, field }) if matches!(slot.kind, SlotKind::Listed { .. }) => {
                self.refused(code, field);
                return true;
            }
            Some(_) => return false,
        };
        let mut there: Vec<Item> = items.into_iter().collect();
        if there.iter().any(|item| !item.gone) {
            there.retain(|item| !item.gone);
        }
        there.truncate(OFFERED);
        let kept = self
            .active()
            .and_then(|running| kept(running.lists.get(&slot.key)?))
            .map(str::to_owned);
        let list: Vec<Listed> = there.iter().map(|item| item.listed.clone()).collect();
        if let Some(running) = self.active_mut() {
            running.lists.insert(slot.key.clone(), list.clone());
        }
        let heard = self.heard;
        let told = self
            .active()
            .and_then(|running| chosen(slot, running, heard, false));
        let only = match list.as_slice() {
            [one] if takes_only => Some(Given::Known {
                id: one.id.clone(),
                label: one.label.clone(),
            }),
            _ => None,
        };
        let same = kept.and_then(|label| list.iter().find(|one| one.label == label));
        let same = same.map(|one| Given::Known {
            id: one.id.clone(),
            label: one.label.clone(),
        });
        if let Some(given) = told.or(same).or(only) {
            self.take_listed(slot, given);
            self.proceed();
            return true;
        }
        if list.is_empty() {
            return self.none_listed(slot);
        }
        let mut options: Vec<OptionChip> = there
            .into_iter()
            .map(|item| OptionChip::saying(item.shown, item.listed.label))
            .collect();
        if matches!(slot.kind, SlotKind::Address { .. }) {
            options.push(self.voice.other_address());
        } else if is_coupon(slot) {
            options.push(self.voice.no_coupon());
        }
        let lead = std::mem::take(&mut self.lead);
        let text = format!("{lead}{}", self.question(slot));
        self.step("listed", &slot.key);
        self.put_options(slot, text, options);
        true
    }

    /// There is nothing to choose from: an address is typed, a coupon is left out.
    fn none_listed(&mut self, slot: &SlotSpec) -> bool {
        if slot.required {
            return false;
        }
        self.lead.push_str(self.voice.no_coupons());
        false
    }

    fn take_listed(&mut self, slot: &SlotSpec, given: Given) {
        let turn = self.turn.state.turn;
        let filled = Filled {
            values: vec![given],
            origin: Origin::Shop,
            turn,
        };
        if let Some(running) = self.active_mut() {
            running.slots.insert(slot.key.clone(), filled);
            running.token = None;
        }
        self.step("took_only", &slot.key);
    }
}

/// A list as the tools of the shop give it.
fn items(told: &Value) -> Vec<Item> {
    let list = told.get("items").and_then(Value::as_array);
    let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    list.into_iter()
        .flatten()
        .filter(|item| text(item, "state").is_none_or(|state| state == "usable"))
        .filter_map(|item| {
            let label = text(item, "label").or_else(|| text(item, "title"))?;
            let price = item.pointer("/price/amount").and_then(Value::as_i64);
            let shown = match price {
                Some(price) => format!("{label} · ¥{}", plain_money(price)),
                None => label.clone(),
            };
            Some(Item {
                gone: item.get("stock").and_then(Value::as_i64) == Some(0),
                listed: Listed {
                    id: text(item, "id")?,
                    label,
                },
                shown,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn one_of_a_list_is_meant_by_what_it_alone_has() {
        let sizes = ["25ml×5片", "25ml×10片"];
        assert_eq!(named(&sizes, "要10片的"), Some(1));
        assert_eq!(named(&sizes, "25ml的"), None);
        let places = [
            "林** 199****8631 浙江省杭州市西湖区****",
            "林** 199****8631 上海市徐汇区****",
        ];
        assert_eq!(named(&places, "寄到上海那个"), Some(1));
        assert_eq!(named(&places, "寄到199那个"), None);
    }
}
