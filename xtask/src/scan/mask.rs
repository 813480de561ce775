//! Blanks comments and literals, so that brackets and words that remain are code.

use super::{Language, is_word};

/// The text with every character of comments and literals replaced by a space; line ends stay, so lines keep their numbers.
pub fn mask(text: &str, language: Language) -> Vec<char> {
    Masker::new(text, language, true).run()
}

/// As [`mask`], with the literals kept: only comments become spaces.
pub fn without_comments(text: &str, language: Language) -> String {
    Masker::new(text, language, false)
        .run()
        .into_iter()
        .collect()
}

struct Masker {
    source: Vec<char>,
    masked: Vec<char>,
    language: Language,
    blank_literals: bool,
    /// Brace depths at which a `${` of a template literal was opened.
    templates: Vec<usize>,
    depth: usize,
    at: usize,
}

impl Masker {
    fn new(text: &str, language: Language, blank_literals: bool) -> Self {
        let source: Vec<char> = text.chars().collect();
        Self {
            masked: Vec::with_capacity(source.len()),
            source,
            language,
            blank_literals,
            templates: Vec::new(),
            depth: 0,
            at: 0,
        }
    }

    fn run(mut self) -> Vec<char> {
        while let Some(current) = self.peek(0) {
            let next = self.peek(1);
            match (self.language, current, next) {
                (_, '/', Some('/')) => self.line_comment(),
                (_, '/', Some('*')) => self.block_comment(),
                (Language::Script, '/', _) if self.regex_may_start() => self.regex(),
                (_, '"', _) => self.quoted('"'),
                (Language::Script, '\'', _) => self.quoted('\''),
                (Language::Script, '`', _) => self.template(),
                (Language::Rust, '\'', _) => self.char_or_lifetime(),
                (Language::Rust, 'r', _) if self.raw_string_starts() => self.raw_string(),
                (_, '{', _) => {
                    self.depth += 1;
                    self.keep();
                }
                (_, '}', _) => {
                    if self.templates.last() == Some(&self.depth) {
                        self.templates.pop();
                        self.depth = self.depth.saturating_sub(1);
                        self.keep();
                        self.template_rest();
                    } else {
                        self.depth = self.depth.saturating_sub(1);
                        self.keep();
                    }
                }
                _ => self.keep(),
            }
        }
        self.masked
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    fn keep(&mut self) {
        if let Some(current) = self.peek(0) {
            self.masked.push(current);
        }
        self.at += 1;
    }

    fn blank(&mut self) {
        match self.peek(0) {
            Some('\n') => self.masked.push('\n'),
            Some(_) => self.masked.push(' '),
            None => {}
        }
        self.at += 1;
    }

    /// One character of a literal.
    fn literal(&mut self) {
        if self.blank_literals {
            self.blank();
        } else {
            self.keep();
        }
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|current| current != '\n') {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (None, _) => return,
                // Only Rust nests its comments.
                (Some('/'), Some('*')) if depth == 0 || self.language == Language::Rust => {
                    depth += 1;
                    self.blank();
                    self.blank();
                }
                (Some('*'), Some('/')) => {
                    self.blank();
                    self.blank();
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.blank(),
            }
        }
    }

    fn quoted(&mut self, quote: char) {
        self.literal();
        while let Some(current) = self.peek(0) {
            if current == '\\' {
                self.literal();
                self.literal();
            } else if current == quote {
                self.literal();
                return;
            } else if current == '\n' && self.language == Language::Script {
                // An apostrophe in the words of a tag; a string cannot hold a line end.
                return;
            } else {
                self.literal();
            }
        }
    }

    fn template(&mut self) {
        self.literal();
        self.template_rest();
    }

    fn template_rest(&mut self) {
        while let Some(current) = self.peek(0) {
            match (current, self.peek(1)) {
                ('\\', _) => {
                    self.literal();
                    self.literal();
                }
                ('`', _) => {
                    self.literal();
                    return;
                }
                ('$', Some('{')) => {
                    self.literal();
                    self.keep();
                    self.depth += 1;
                    self.templates.push(self.depth);
                    return;
                }
                _ => self.literal(),
            }
        }
    }

    /// A slash divides after a value and opens a pattern elsewhere.
    fn regex_may_start(&self) -> bool {
        let before = self.masked.iter().rev().find(|c| !c.is_whitespace());
        before.is_none_or(|before| "(,=:[!&|?{};+".contains(*before))
    }

    fn regex(&mut self) {
        self.literal();
        let mut in_class = false;
        while let Some(current) = self.peek(0) {
            match current {
                '\n' => return,
                '\\' => {
                    self.literal();
                    self.literal();
                    continue;
                }
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    self.literal();
                    return;
                }
                _ => {}
            }
            self.literal();
        }
    }

    fn char_or_lifetime(&mut self) {
        match (self.peek(1), self.peek(2)) {
            (Some('\\'), _) => self.quoted('\''),
            (Some(_), Some('\'')) => {
                self.literal();
                self.literal();
                self.literal();
            }
            _ => self.keep(),
        }
    }

    fn raw_string_starts(&self) -> bool {
        // `r` that ends a longer word opens nothing, except in `br` and `cr`.
        let before = self.masked.last().copied().unwrap_or(' ');
        if is_word(before) && before != 'b' && before != 'c' {
            return false;
        }
        let mut ahead = 1;
        while self.peek(ahead) == Some('#') {
            ahead += 1;
        }
        self.peek(ahead) == Some('"')
    }

    fn raw_string(&mut self) {
        self.literal();
        let mut hashes = 0;
        while self.peek(0) == Some('#') {
            hashes += 1;
            self.literal();
        }
        self.literal();
        while let Some(current) = self.peek(0) {
            let closes = current == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            self.literal();
            if closes {
                for _ in 0..hashes {
                    self.literal();
                }
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_literals_stay_where_asked() {
        let text = "let a = \"SELECT 1\"; // SELECT 2\n";
        let kept = without_comments(text, Language::Rust);
        assert_eq!(kept.trim_end(), "let a = \"SELECT 1\";");
        assert_eq!(kept.len(), text.len());
    }
}
