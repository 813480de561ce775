//! Markdown into a safe tree of blocks. Clients build their elements from the tree; HTML in the
//! source is text, and links go only where a customer may be sent.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};
use shanying_kernel::Result;

use crate::files::address;
use crate::signing::Signer;

/// A run of text with one look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Strong.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bold: bool,
    /// Emphasised.
    #[serde(default, skip_serializing_if = "is_false")]
    pub italic: bool,
    /// Typed as code.
    #[serde(default, skip_serializing_if = "is_false")]
    pub code: bool,
    /// Where it leads: http, https, mailto or tel, or a path of this server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Paragraph {
        /// Its runs.
        spans: Vec<Span>,
    },
    /// A heading, 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its runs.
        spans: Vec<Span>,
    },
    /// A list; each item is blocks.
    List {
        /// Numbered or not.
        ordered: bool,
        /// The items.
        #[schema(no_recursion)]
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        #[schema(no_recursion)]
        blocks: Vec<Block>,
    },
    /// Preformatted text.
    Code {
        /// The text.
        text: String,
    },
    /// A picture.
    Image {
        /// http, https, or a path of this server.
        url: String,
        /// What it shows.
        alt: String,
    },
    /// A table.
    Table {
        /// The head row.
        head: Vec<Vec<Span>>,
        /// The other rows.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A line across.
    Rule,
}

/// Parses `source`; what is not understood stays text.
#[must_use]
pub fn parse(source: &str) -> Vec<Block> {
    let mut builder = Builder::default();
    builder.frames.push(Frame::Blocks(Vec::new()));
    for event in Parser::new_ext(
        source,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    ) {
        builder.event(event);
    }
    builder.finish()
}

/// Gives pictures that are files of ours (`/api/v1/files/fil_…`) an address that works for a day:
/// an author writes the bare address, because a signed one would expire in the text.
pub fn sign_pictures(blocks: &mut [Block], signer: &Signer, now_ms: i64) -> Result<()> {
    for block in blocks {
        match block {
            Block::Image { url, .. } => {
                let bare = url.split('?').next().unwrap_or_default();
                if let Some(id) = bare.strip_prefix("/api/v1/files/") {
                    *url = address(id, signer, now_ms)?;
                }
            }
            Block::List { items, .. } => {
                for item in items {
                    sign_pictures(item, signer, now_ms)?;
                }
            }
            Block::Quote { blocks } => sign_pictures(blocks, signer, now_ms)?,
            _ => {}
        }
    }
    Ok(())
}

/// The plain words of the blocks, for previews and for channels without formatting.
#[must_use]
pub fn plain(blocks: &[Block]) -> String {
    let mut parts = Vec::new();
    for block in blocks {
        let words = |spans: &[Span]| spans.iter().map(|s| s.text.as_str()).collect::<String>();
        match block {
            Block::Paragraph { spans } | Block::Heading { spans, .. } => parts.push(words(spans)),
            Block::List { items, .. } => parts.extend(items.iter().map(|item| plain(item))),
            Block::Quote { blocks } => parts.push(plain(blocks)),
            Block::Code { text } => parts.push(text.clone()),
            Block::Image { alt, .. } => parts.push(format!("[{alt}]")),
            Block::Table { head, rows } => {
                for row in std::iter::once(head).chain(rows) {
                    parts.push(row.iter().map(|c| words(c)).collect::<Vec<_>>().join(" "));
                }
            }
            Block::Rule => {}
        }
    }
    parts.join("\n")
}

/// Whether a link may be given to a customer.
#[must_use]
pub fn is_safe_link(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    ["http://", "https://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
        || (lower.starts_with('/') && !lower.starts_with("//") && !lower.contains('\\'))
}

fn is_safe_picture(url: &str) -> bool {
    is_safe_link(url) && !url.starts_with("mailto:") && !url.starts_with("tel:")
}

enum Frame {
    Blocks(Vec<Block>),
    Spans(Vec<Span>),
    Items {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Table {
        head: Vec<Vec<Span>>,
        rows: Vec<Vec<Vec<Span>>>,
    },
    Row(Vec<Vec<Span>>),
    Image {
        url: String,
        alt: String,
    },
    Code(String),
}

#[derive(Default)]
struct Builder {
    frames: Vec<Frame>,
    bold: usize,
    italic: usize,
    links: Vec<Option<String>>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text(&text, false);
            }
            Event::Code(text) => self.text(&text, true),
            Event::SoftBreak | Event::HardBreak => self.text("\n", false),
            Event::Rule => self.block(Block::Rule),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => {
                self.frames.push(Frame::Spans(Vec::new()));
            }
            Tag::BlockQuote(_) | Tag::Item | Tag::HtmlBlock => {
                self.frames.push(Frame::Blocks(Vec::new()));
            }
            Tag::List(first) => {
                self.frames.push(Frame::Items {
                    ordered: first.is_some(),
                    items: Vec::new(),
                });
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.frames.push(Frame::Code(String::new()));
            }
            Tag::Table(_) => {
                self.frames.push(Frame::Table {
                    head: Vec::new(),
                    rows: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => self.frames.push(Frame::Row(Vec::new())),
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::Link { dest_url, .. } => {
                let href = is_safe_link(&dest_url).then(|| dest_url.trim().to_owned());
                self.links.push(href);
            }
            Tag::Image { dest_url, .. } => {
                self.frames.push(Frame::Image {
                    url: dest_url.into_string(),
                    alt: String::new(),
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_text(|spans| Block::Paragraph { spans }),
            TagEnd::Heading(level) => {
                let level = heading(level);
                self.end_text(|spans| Block::Heading { level, spans });
            }
            TagEnd::BlockQuote(_) => {
                if let Some(Frame::Blocks(blocks)) = self.frames.pop() {
                    self.block(Block::Quote { blocks });
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(Frame::Blocks(blocks)) = self.frames.pop() {
                    blocks.into_iter().for_each(|block| self.block(block));
                }
            }
            TagEnd::Item => self.end_item(),
            TagEnd::List(_) => {
                if let Some(Frame::Items { ordered, items }) = self.frames.pop() {
                    self.block(Block::List { ordered, items });
                }
            }
            TagEnd::CodeBlock => {
                if let Some(Frame::Code(text)) = self.frames.pop() {
                    self.block(Block::Code {
                        text: text.trim_end().to_owned(),
                    });
                }
            }
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                self.end_table(tag);
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn end_text(&mut self, block: impl FnOnce(Vec<Span>) -> Block) {
        if let Some(Frame::Spans(spans)) = self.frames.pop()
            && !spans.is_empty()
        {
            self.block(block(spans));
        }
    }

    fn end_item(&mut self) {
        if let Some(Frame::Blocks(blocks)) = self.frames.pop()
            && let Some(Frame::Items { items, .. }) = self.frames.last_mut()
        {
            items.push(blocks);
        }
    }

    fn end_table(&mut self, tag: TagEnd) {
        match (tag, self.frames.pop(), self.frames.last_mut()) {
            (TagEnd::TableCell, Some(Frame::Spans(spans)), Some(Frame::Row(row))) => {
                row.push(spans)
            }
            (TagEnd::TableHead, Some(Frame::Row(row)), Some(Frame::Table { head, .. })) => {
                *head = row;
            }
            (TagEnd::TableRow, Some(Frame::Row(row)), Some(Frame::Table { rows, .. })) => {
                rows.push(row);
            }
            (TagEnd::Table, Some(Frame::Table { head, rows }), _) => {
                self.block(Block::Table { head, rows });
            }
            _ => {}
        }
    }

    /// A picture splits the paragraph around it: clients show pictures as blocks.
    fn end_image(&mut self) {
        let Some(Frame::Image { url, alt }) = self.frames.pop() else {
            return;
        };
        if !is_safe_picture(&url) {
            self.text(&alt, false);
            return;
        }
        let spans = match self.frames.last_mut() {
            Some(Frame::Spans(spans)) => Some(std::mem::take(spans)),
            _ => None,
        };
        if let Some(spans) = spans {
            self.frames.pop();
            if !spans.is_empty() {
                self.block(Block::Paragraph { spans });
            }
            self.block(Block::Image { url, alt });
            self.frames.push(Frame::Spans(Vec::new()));
        } else {
            self.block(Block::Image { url, alt });
        }
    }

    fn text(&mut self, text: &str, code: bool) {
        let (bold, italic) = (self.bold > 0, self.italic > 0);
        let href = self.links.last().cloned().flatten();
        let span = Span {
            text: text.to_owned(),
            bold,
            italic,
            code,
            href,
        };
        match self.frames.last_mut() {
            Some(Frame::Spans(spans)) => match spans.last_mut() {
                Some(last) if same_look(last, &span) => last.text.push_str(text),
                _ => spans.push(span),
            },
            Some(Frame::Image { alt, .. }) => alt.push_str(text),
            Some(Frame::Code(code)) => code.push_str(text),
            // Tight list items carry their text without a paragraph around it.
            Some(Frame::Blocks(blocks)) => match blocks.last_mut() {
                Some(Block::Paragraph { spans }) => match spans.last_mut() {
                    Some(last) if same_look(last, &span) => last.text.push_str(text),
                    _ => spans.push(span),
                },
                _ => blocks.push(Block::Paragraph { spans: vec![span] }),
            },
            _ => {}
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(Frame::Blocks(blocks)) = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| matches!(frame, Frame::Blocks(_)))
        {
            blocks.push(block);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        match self.frames.drain(..).next() {
            Some(Frame::Blocks(blocks)) => blocks,
            _ => Vec::new(),
        }
    }
}

fn same_look(a: &Span, b: &Span) -> bool {
    a.bold == b.bold && a.italic == b.italic && a.code == b.code && a.href == b.href
}

fn heading(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, is_safe_link, parse, plain};

    #[test]
    fn an_answer_becomes_blocks() {
        let blocks =
            parse("**可以退**,详见[说明](https://a.cn)。\n\n- 一\n- 二\n\n![图](/f/x.png)");
        insta::assert_json_snapshot!(blocks);
        assert!(plain(&blocks).starts_with("可以退,详见说明。"));
    }

    #[test]
    fn html_stays_text_and_scripts_lead_nowhere() {
        let blocks =
            parse("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=a>y</b>");
        let json = serde_json::to_string(&blocks).expect("json");
        assert!(!json.contains("href"), "{json}");
        assert!(json.contains("<script>"), "shown as text: {json}");
        for bad in [
            "javascript:x",
            "//evil.cn",
            "data:text/html,x",
            "vbscript:x",
            " JaVaScript:x",
        ] {
            assert!(!is_safe_link(bad), "{bad}");
        }
        assert!(
            parse("![x](data:image/svg+xml;base64,AAAA)")
                .iter()
                .all(|b| !matches!(b, Block::Image { .. }))
        );
    }

    #[test]
    fn depth_and_rubbish_do_no_harm() {
        let _ = parse(&"> ".repeat(500));
        let _ = parse(&"- ".repeat(500));
        let _ = parse("|a|b|\n|-|-|\n|1|2|\n\n# t\n```\ncode\n```\n---\n");
    }
}
