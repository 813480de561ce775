//! Finds functions in a masked text and measures them.

use super::{Language, is_word};

/// One function with a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    /// Line of the name, from 1.
    pub line: usize,
    /// Lines from the name to the closing brace, both counted, without the named functions inside: a closure over state
    /// that returns its functions is read one function at a time.
    pub lines: usize,
    /// Parameters, the receiver counted.
    pub parameters: usize,
}

/// All functions with a name in a masked text.
pub fn functions(masked: &[char], language: Language) -> Vec<Function> {
    let reader = Reader { text: masked };
    let mut found = Vec::new();
    let mut at = 0;
    while at < masked.len() {
        let Some((word, start, end)) = reader.word_from(at) else {
            break;
        };
        at = end;
        let function = match (language, word.as_str()) {
            (Language::Rust, "fn") => reader.rust_function(end),
            (Language::Script, "function") => reader.script_function(end),
            (Language::Script, "const") => reader.arrow_function(end),
            _ => None,
        };
        if let Some((name, parameters, last)) = function {
            found.push(Function {
                name,
                line: reader.line(start),
                lines: reader.line(last) + 1 - reader.line(start),
                parameters,
            });
        }
    }
    own_lines(&mut found);
    found
}

/// Takes the lines of inner functions off their outer ones; `found` is in the order of the text.
fn own_lines(found: &mut [Function]) {
    let spans: Vec<(usize, usize)> = found.iter().map(|f| (f.line, f.line + f.lines)).collect();
    for (index, function) in found.iter_mut().enumerate() {
        let end = function.line + function.lines;
        let mut counted_to = function.line;
        for (start, inner_end) in spans.iter().skip(index + 1) {
            if *start >= counted_to && *inner_end <= end {
                function.lines -= inner_end - start;
                counted_to = *inner_end;
            }
        }
    }
}

struct Reader<'text> {
    text: &'text [char],
}

impl Reader<'_> {
    fn get(&self, at: usize) -> Option<char> {
        self.text.get(at).copied()
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        before.iter().filter(|c| **c == '\n').count() + 1
    }

    fn spaces(&self, mut at: usize) -> usize {
        while self.get(at).is_some_and(char::is_whitespace) {
            at += 1;
        }
        at
    }

    /// The next word at or after `at`: its text, its start, its end.
    fn word_from(&self, mut at: usize) -> Option<(String, usize, usize)> {
        while !is_word(self.get(at)?) {
            at += 1;
        }
        let start = at;
        let mut word = String::new();
        while let Some(current) = self.get(at).filter(|c| is_word(*c)) {
            word.push(current);
            at += 1;
        }
        Some((word, start, at))
    }

    /// The word that stands right at `at`, after spaces.
    fn word_at(&self, at: usize) -> Option<(String, usize)> {
        let at = self.spaces(at);
        if !is_word(self.get(at)?) {
            return None;
        }
        self.word_from(at).map(|(word, _, end)| (word, end))
    }

    /// The place after the bracket that closes the one at `at`.
    fn close(&self, at: usize) -> Option<usize> {
        let open = self.get(at)?;
        let shut = match open {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '<' => '>',
            _ => return None,
        };
        let mut depth = 0_usize;
        let mut at = at;
        loop {
            let current = self.get(at)?;
            let is_arrow = current == '>' && at > 0 && matches!(self.get(at - 1), Some('-' | '='));
            if current == open {
                depth += 1;
            } else if current == shut && !is_arrow {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            at += 1;
        }
    }

    /// Parameters between the bracket at `at` and its partner, and the place after it.
    fn parameters(&self, at: usize) -> Option<(usize, usize)> {
        let end = self.close(at)?;
        let mut count = 0;
        let mut filled = false;
        let mut inside = at + 1;
        while inside + 1 < end {
            let current = self.get(inside)?;
            match current {
                '(' | '[' | '{' | '<' => {
                    filled = true;
                    inside = self.close(inside).unwrap_or(inside + 1);
                    continue;
                }
                ',' => {
                    count += usize::from(filled);
                    filled = false;
                }
                _ => filled |= !current.is_whitespace(),
            }
            inside += 1;
        }
        Some((count + usize::from(filled), end))
    }

    fn rust_function(&self, after_fn: usize) -> Option<(String, usize, usize)> {
        let (name, end) = self.word_at(after_fn)?;
        let (parameters, end) = self.named_parameters(end)?;
        // The body opens at the first brace outside brackets; a declaration without one ends in a semicolon.
        let mut at = end;
        loop {
            match self.get(at)? {
                ';' => return None,
                '(' | '[' => at = self.close(at)?,
                '{' => return Some((name, parameters, self.close(at)? - 1)),
                _ => at += 1,
            }
        }
    }

    fn named_parameters(&self, after_name: usize) -> Option<(usize, usize)> {
        let mut at = self.spaces(after_name);
        if self.get(at) == Some('<') {
            at = self.spaces(self.close(at)?);
        }
        if self.get(at) != Some('(') {
            return None;
        }
        self.parameters(at)
    }

    fn script_function(&self, after_keyword: usize) -> Option<(String, usize, usize)> {
        let at = self.spaces(after_keyword);
        let at = if self.get(at) == Some('*') {
            at + 1
        } else {
            at
        };
        let (name, end) = self.word_at(at)?;
        let (parameters, end) = self.named_parameters(end)?;
        let mut at = self.spaces(end);
        if self.get(at) == Some(':') {
            at = self.spaces(self.type_end(at + 1)?);
        }
        if self.get(at) != Some('{') {
            return None;
        }
        Some((name, parameters, self.close(at)? - 1))
    }

    /// The place after a type, which may itself be an object in braces.
    fn type_end(&self, at: usize) -> Option<usize> {
        let mut at = self.spaces(at);
        if self.get(at) == Some('{') {
            return self.close(at);
        }
        loop {
            match self.get(at)? {
                '{' | '=' | ';' => return Some(at),
                '<' | '(' | '[' => at = self.close(at)?,
                _ => at += 1,
            }
        }
    }

    /// `const name = async (…): T => { … }`
    fn arrow_function(&self, after_const: usize) -> Option<(String, usize, usize)> {
        let (name, end) = self.word_at(after_const)?;
        let mut at = self.spaces(end);
        if self.get(at) != Some('=') {
            return None;
        }
        at = self.spaces(at + 1);
        if let Some((word, end)) = self.word_at(at) {
            if word != "async" {
                return None;
            }
            at = end;
        }
        let (parameters, end) = self.named_parameters(at)?;
        at = self.spaces(end);
        if self.get(at) == Some(':') {
            at = self.spaces(self.type_end(at + 1)?);
        }
        if self.get(at) != Some('=') || self.get(at + 1) != Some('>') {
            return None;
        }
        at = self.spaces(at + 2);
        if self.get(at) != Some('{') {
            return None;
        }
        Some((name, parameters, self.close(at)? - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::mask;

    fn measured(text: &str, language: Language) -> Vec<(String, usize, usize)> {
        functions(&mask(text, language), language)
            .into_iter()
            .map(|f| (f.name, f.lines, f.parameters))
            .collect()
    }

    #[test]
    fn rust_functions_are_measured_through_literals_and_generics() {
        let text = r##"
fn plain(a: u8, b: Vec<(u8, u8)>) -> [u8; 2] {
    let brace = '{';
    let text = "} fn not_me() {";
    let raw = r#"" } "#;
    [a, b.len() as u8]
}
trait T { fn declared(&self); }
fn generic<'a, F: Fn(u8, u8) -> u8>(f: F,) where F: 'a { /* } /* } */ */ f(1, 2); }
type Pointer = fn(u8) -> u8;
"##;
        assert_eq!(
            measured(text, Language::Rust),
            [("plain".to_owned(), 6, 2), ("generic".to_owned(), 1, 1),]
        );
    }

    #[test]
    fn inner_functions_count_for_themselves() {
        let text = "\
function useThing() {
  function a() {
    const b = () => {
    }
  }
  const c = () => {
  }
}
";
        assert_eq!(
            measured(text, Language::Script),
            [
                ("useThing".to_owned(), 2, 0),
                ("a".to_owned(), 2, 0),
                ("b".to_owned(), 2, 0),
                ("c".to_owned(), 2, 0),
            ]
        );
    }

    #[test]
    fn script_functions_are_measured_through_templates_and_patterns() {
        let text = r#"
export async function load(id: string, o: { a: number, b: number } = { a: 1, b: 2 }): Promise<{ a: number }> {
  const s = `a ${id ? `}${id}` : '{'} b`
  return s.replace(/[/{]/g, "}") as never
}
const send = async (text: string): Promise<void> => {
  await post(text) // }
}
const total = a / b / c
"#;
        assert_eq!(
            measured(text, Language::Script),
            [("load".to_owned(), 4, 2), ("send".to_owned(), 3, 1)]
        );
    }
}
