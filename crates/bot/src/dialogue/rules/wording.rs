//! What a talk says by itself, in both languages; the words of a task are its own.

use crate::dialogue::model::{Card, OptionChip, Row};

use super::values::plain_money;

/// Speaks one language; `turn` chooses among several wordings, so that a talk does not repeat
/// itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice<'a> {
    pub locale: &'a str,
    pub turn: u32,
}

impl Voice<'_> {
    pub fn english(self) -> bool {
        self.locale == "en"
    }

    fn one(self, zh: &[&'static str], en: &[&'static str]) -> &'static str {
        let list = if self.english() { en } else { zh };
        let place = usize::try_from(self.turn).unwrap_or(0) % list.len().max(1);
        list.get(place).copied().unwrap_or_default()
    }

    /// Before a question, when something was understood.
    pub fn noted(self) -> &'static str {
        self.one(
            &["好的，", "明白了，", "收到，", "嗯嗯，"],
            &["Got it. ", "Thanks. ", "Understood. "],
        )
    }

    /// Before a question, when several things were understood at once: they are named, so that one
    /// taken wrongly is noticed here and not at the end.
    pub fn noted_all(self, values: &[String]) -> String {
        if self.english() {
            format!("{}I noted {}. ", self.noted(), values.join("; "))
        } else {
            format!("{}{}都记下了。", self.noted(), values.join("、"))
        }
    }

    /// Values that were told anew, with their labels.
    pub fn changed(self, values: &[(&str, String)]) -> String {
        let english = self.english();
        let each: Vec<String> = values
            .iter()
            .map(|(label, value)| {
                if english {
                    format!("{label} is now {value}")
                } else {
                    format!("{label}改为{value}")
                }
            })
            .collect();
        if english {
            format!("All right, {}. ", each.join(", "))
        } else {
            let lead = self.one(&["好的，", "没问题，"], &[""]);
            format!("{lead}{}。", each.join("，"))
        }
    }

    /// Back to what was talked about before.
    pub fn resume(self, task: &str, question: &str) -> String {
        if self.english() {
            return format!(
                "{} {question}",
                self.one(
                    &[""],
                    &["Back to where we were:", "Coming back to your request:"]
                )
            );
        }
        let lead = self.one(&["咱们接着刚才的", "回到刚才的", "继续刚才的"], &[""]);
        format!("{lead}{task}：{question}")
    }

    /// An open question once more, in few words.
    pub fn briefly(self, label: &str) -> String {
        if self.english() {
            format!("And the {label}?")
        } else {
            format!("那{label}呢？")
        }
    }

    pub fn cancelled(self, task: &str) -> String {
        if self.english() {
            return "No problem, I have stopped that. What else can I do for you?".to_owned();
        }
        format!(
            "好的，{task}先放下了，{}",
            self.one(&["需要时随时叫我。", "还有什么可以帮您？"], &[""])
        )
    }

    /// Nothing was understood: the question in other words, with choices.
    pub fn unclear(self, question: &str) -> String {
        let lead = self.one(
            &["不好意思，我没太明白。", "抱歉，这句我没听懂。"],
            &[
                "Sorry, I did not quite get that. ",
                "Sorry, I am not sure I understood. ",
            ],
        );
        format!("{lead}{question}")
    }

    pub fn offer_person(self, label: &str) -> String {
        if self.english() {
            format!(
                "I am still not sure about “{label}”. Shall we skip it, or would you rather talk to a colleague?"
            )
        } else {
            format!("「{label}」这一项我还是没弄明白。可以先跳过，也可以让同事来帮您。")
        }
    }

    /// Something is needed and they would rather not tell.
    pub fn needed(self, label: &str, why: &str) -> String {
        match (self.english(), why.is_empty()) {
            (false, true) => format!("办理需要{label}，"),
            (true, true) => format!("{label} is needed for this. "),
            _ => why.to_owned(),
        }
    }

    pub fn person(self) -> OptionChip {
        OptionChip::plain(self.one(&["转人工"], &["Talk to a person"]))
    }

    pub fn skip(self) -> OptionChip {
        OptionChip::plain(self.one(&["跳过"], &["Skip"]))
    }

    pub fn stop(self) -> OptionChip {
        OptionChip::plain(self.one(&["算了"], &["Never mind"]))
    }

    pub fn any(self) -> OptionChip {
        OptionChip::plain(self.one(&["都可以"], &["No preference"]))
    }

    pub fn no_picture(self) -> OptionChip {
        OptionChip::plain(if self.english() {
            "No picture"
        } else {
            "没有照片"
        })
    }

    pub fn none(self) -> OptionChip {
        OptionChip::plain(self.one(&["没有"], &["None"]))
    }

    pub fn confirm_chips(self) -> Vec<OptionChip> {
        let words: &[&str] = if self.english() {
            &["Confirm", "Change it", "Never mind"]
        } else {
            &["确认", "修改", "算了"]
        };
        words.iter().map(|word| OptionChip::plain(word)).collect()
    }

    /// A line of what was told.
    pub fn row(self, row: &Row) -> String {
        let colon = if self.english() { ": " } else { "：" };
        format!("{}{colon}{}", row.label, row.value)
    }

    pub fn confirm(self, rows: &[Row]) -> String {
        let lines: Vec<String> = rows.iter().map(|row| self.row(row)).collect();
        self.confirm_lines(&lines)
    }

    pub fn confirm_lines(self, lines: &[String]) -> String {
        let (lead, tail) = self.confirm_words();
        format!("{lead}\n{}\n{tail}", lines.join("\n"))
    }

    /// Before and after what is to be confirmed.
    pub fn confirm_words(self) -> (&'static str, &'static str) {
        (
            self.one(&["请您核对一下：", "麻烦确认一下："], &["Please check:"]),
            self.one(&["没问题的话我就提交了。", "都对吗？"], &["Is that right?"]),
        )
    }

    pub fn which_change(self) -> String {
        self.one(
            &["好的，哪一项要改？直接告诉我新的内容就行。"],
            &["Which one shall I change? Just tell me the new value."],
        )
        .to_owned()
    }

    pub fn change_chip(self, label: &str) -> OptionChip {
        OptionChip::plain(&if self.english() {
            format!("Change {label}")
        } else {
            format!("改{label}")
        })
    }

    pub fn which_card(self) -> String {
        self.one(&["您说的是哪一款呢？"], &["Which one do you mean?"])
            .to_owned()
    }

    /// The words before the things that fit.
    pub fn recommend(self, cards: &[Card], wishes: &str) -> String {
        let Some(best) = cards.first() else {
            return String::new();
        };
        let why = best.reasons.join(if self.english() { ", " } else { "、" });
        let price = self.price(best);
        if self.english() {
            let asked = if wishes.is_empty() {
                String::new()
            } else {
                format!("For what you told me ({wishes}), ")
            };
            let why = if why.is_empty() {
                String::new()
            } else {
                format!(": {why}")
            };
            let more = if cards.len() > 1 {
                " Here are more that fit:"
            } else {
                ""
            };
            return format!("{asked}I would suggest {}{why}. {price}{more}", best.title);
        }
        let asked = if wishes.is_empty() {
            String::new()
        } else {
            format!("按您说的{wishes}，")
        };
        let lead = self.one(&["好的，", "帮您挑好了，", "明白了，"], &[""]);
        let verb = self.one(&["向您推荐", "推荐您看看", "比较适合您的是"], &[""]);
        let why = if why.is_empty() {
            String::new()
        } else {
            format!("，{why}")
        };
        let more = if cards.len() > 1 {
            "下面几款也合适，您比比看："
        } else {
            ""
        };
        format!("{lead}{asked}{verb}「{}」{why}。{price}{more}", best.title)
    }

    fn price(self, card: &Card) -> String {
        match (card.price, card.offer_price, self.english()) {
            (Some(price), Some(offer), false) => {
                format!(
                    "现在活动价只要{}元（原价{}元）。",
                    plain_money(offer),
                    plain_money(price)
                )
            }
            (Some(price), None, false) => format!("价格是{}元。", plain_money(price)),
            (Some(price), Some(offer), true) => {
                format!(
                    "It is ¥{} at the moment instead of ¥{}.",
                    plain_money(offer),
                    plain_money(price)
                )
            }
            (Some(price), None, true) => format!("It costs ¥{}.", plain_money(price)),
            (None, ..) => String::new(),
        }
    }

    pub fn chosen(self, card: &Card) -> String {
        if self.english() {
            return format!(
                "Good choice: {}. {} I have noted it ({{number}}); you can order from the card, or a colleague will help you.",
                card.title,
                self.price(card)
            );
        }
        format!(
            "好的，就选「{}」。{}已帮您记下（{{number}}），点卡片可以直接下单，也可以让同事帮您办。",
            card.title,
            self.price(card)
        )
    }

    /// Nothing fits; `give_up` names what could be given up, and how many that brings.
    pub fn nothing(self, give_up: &str, brings: usize) -> String {
        match (self.english(), give_up.is_empty()) {
            (false, false) => format!(
                "同时满足这些要求的暂时没有。如果{give_up}可以放宽，有{brings}款可以选，您看行吗？"
            ),
            (false, true) => "按您的情况，暂时没有能放心推荐的。要不要请同事帮您看看？".to_owned(),
            (true, false) => format!(
                "Nothing meets all of that. If {give_up} is flexible, there are {brings} to choose from. Would that do?"
            ),
            (true, true) => {
                "There is nothing that I could recommend safely. Shall a colleague have a look?"
                    .to_owned()
            }
        }
    }

    pub fn give_up_chip(self, label: &str) -> OptionChip {
        OptionChip::plain(&if self.english() {
            format!("{label}: no preference")
        } else {
            format!("{label}不限")
        })
    }

    pub fn no_cheaper(self) -> String {
        self.one(
            &[
                "符合要求的里面，这已经是最实惠的了。",
                "目前合适的款里它最划算了。",
            ],
            &["That is already the least expensive one that fits."],
        )
        .to_owned()
    }

    pub fn no_other(self) -> String {
        self.one(
            &["合适的都在这里了，要不要放宽一点条件再看看？"],
            &["These are all that fit. Shall we loosen something?"],
        )
        .to_owned()
    }

    pub fn done(self) -> &'static str {
        self.one(
            &["已经帮您登记好了，编号{number}，同事会尽快处理。"],
            &["It is registered under {number}; a colleague will see to it soon."],
        )
    }

    /// Before a change that a person must let happen.
    pub fn needs_person(self) -> &'static str {
        self.one(
            &["这一步需要有权限的同事审核，确认后我帮您提交"],
            &["A colleague with the authority decides this; I hand it in when you confirm"],
        )
    }

    /// After it was handed in.
    pub fn waits(self) -> &'static str {
        self.one(
            &["已经帮您提交给有权限的同事审核，需要的信息都附上了，您不用再说一遍。"],
            &["It is handed in with all that is needed; a colleague with the authority decides soon."],
        )
    }

    pub fn must_know_you(self) -> &'static str {
        self.one(
            &["查这些要先确认是您本人。我请同事来帮您核实，您说过的内容都会转过去。"],
            &["I must know that it is you before I look this up. A colleague will help; all you told me goes along."],
        )
    }

    /// One of the things shown was taken.
    pub fn takes(self, card: &Card) -> String {
        if self.english() {
            return format!("Good choice: {}. ", card.title);
        }
        format!(
            "{}「{}」。",
            self.one(&["好的，就要", "好眼光，就选"], &[""]),
            card.title
        )
    }

    /// Nobody vouches for who they are, so that the staff orders for them.
    pub fn not_signed_in(self) -> &'static str {
        self.one(
            &["您还没有登录，我先把订单信息登记好，同事会打电话跟您确认；登录后可以在这里直接下单。"],
            &["You are not signed in, so I take this down and a colleague will call you to confirm; signed in you can order right here. "],
        )
    }

    /// One costs something else than when it was shown.
    pub fn other_price(self, before: i64, now: i64) -> String {
        let (before, now) = (plain_money(before), plain_money(now));
        if self.english() {
            return format!("The price has just changed: it is ¥{now} now, it was ¥{before}. ");
        }
        format!("价格刚有变化：现在每件{now}元，刚才是{before}元。")
    }

    pub fn out_of_stock(self, left: &str) -> String {
        match (self.english(), left == "0") {
            (false, true) => "不巧，这款刚刚卖完了。".to_owned(),
            (false, false) => format!("不巧，这款只剩{left}件了。要改成{left}件吗？"),
            (true, true) => "Sorry, this has just sold out.".to_owned(),
            (true, false) => format!("Sorry, only {left} are left. Shall I take {left}?"),
        }
    }

    pub fn only(self, left: &str) -> OptionChip {
        OptionChip::plain(&if self.english() {
            format!("Take {left} pieces")
        } else {
            format!("改成{left}件")
        })
    }

    pub fn another(self) -> OptionChip {
        OptionChip::plain(self.one(&["换一款"], &["Show me others"]))
    }

    pub fn other_address(self) -> OptionChip {
        OptionChip::plain(self.one(&["新地址"], &["Another address"]))
    }

    pub fn whole_address(self) -> &'static str {
        self.one(
            &["好的，把新地址发给我吧，省、市、区和门牌都写上。"],
            &["All right, please send me the address: province, city, district and street."],
        )
    }

    pub fn no_coupon(self) -> OptionChip {
        OptionChip::plain(self.one(&["不用券"], &["No coupon"]))
    }

    pub fn no_coupons(self) -> &'static str {
        self.one(
            &["这单没有可以用的优惠券。"],
            &["There is no coupon for this order. "],
        )
    }

    pub fn pay(self, url: &str) -> OptionChip {
        let label = self.one(&["去付款"], &["Pay now"]);
        OptionChip {
            url: Some(url.to_owned()),
            ..OptionChip::plain(label)
        }
    }

    pub fn retry(self) -> OptionChip {
        OptionChip::plain(self.one(&["再试一次"], &["Try again"]))
    }

    pub fn which_order(self) -> &'static str {
        self.one(
            &["是哪一个订单呢？", "您说的是哪个订单？"],
            &["Which order is it?"],
        )
    }

    /// An order that was found without asking.
    pub fn this_order(self, label: &str) -> String {
        if self.english() {
            format!("Your order {label}. ")
        } else {
            format!("找到您的订单：{label}。")
        }
    }

    pub fn no_order(self, task: &str, latest: Option<&str>) -> String {
        match (self.english(), latest) {
            (false, None) => "您名下还没有订单。".to_owned(),
            (true, None) => "There are no orders of yours.".to_owned(),
            (false, Some(label)) => {
                format!("目前没有可以{task}的订单，最近的一单是：{label}。要不要请同事看看？")
            }
            (true, Some(label)) => format!(
                "None of your orders allows that; the latest is {label}. Shall a colleague have a look?"
            ),
        }
    }

    pub fn and(self) -> &'static str {
        if self.english() { " and " } else { "、" }
    }
}
