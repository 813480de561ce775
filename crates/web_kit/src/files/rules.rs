//! What may be uploaded, decided by the content and never by what the sender claims.

use shanying_kernel::{Error, Result};

/// A picture may not unpack to more than this many pixels.
const MAX_PIXELS: u64 = 50_000_000;

/// Content that is fit to keep.
#[derive(Debug)]
pub(super) struct Fit {
    pub content: Vec<u8>,
    pub mime: String,
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// Types that a browser could run. They are refused whatever the settings say.
const DANGEROUS: &[&str] = &[
    "html", "htm", "xhtml", "svg", "svgz", "xml", "js", "mjs", "css", "swf", "exe", "bat", "cmd",
    "com", "msi", "scr", "ps1", "sh", "vbs", "jar", "app", "hta", "lnk",
];

fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, ext)| ext.to_ascii_lowercase())
        .unwrap_or_default()
}

fn mime_of(extension: &str) -> &'static str {
    match extension {
        "pdf" => "application/pdf",
        "txt" | "log" | "md" | "csv" => "text/plain",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "zip" => "application/zip",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        _ => "application/octet-stream",
    }
}

/// A name fit for a header and a screen: no path, no control characters, at most 100 characters.
pub(super) fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | '|' | ':'))
        .collect();
    let short: String = clean
        .trim()
        .chars()
        .rev()
        .take(100)
        .collect::<String>()
        .chars()
        .rev()
        .collect();
    if short.is_empty() {
        "file".to_owned()
    } else {
        short
    }
}

/// Checks the content against `allowed` extensions and writes pictures anew.
pub(super) fn judge(name: &str, content: Vec<u8>, allowed: &[String]) -> Result<Fit> {
    let extension = extension(name);
    let refused = || {
        Error::invalid("file.type_refused", "files of this type are not accepted")
            .with("type", extension.clone())
    };
    if DANGEROUS.contains(&extension.as_str()) || !allowed.contains(&extension) {
        return Err(refused());
    }
    match extension.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" => redraw(&content),
        _ if looks_like_markup(&content) => Err(refused()),
        _ => Ok(Fit {
            mime: mime_of(&extension).to_owned(),
            content,
            width: None,
            height: None,
        }),
    }
}

fn looks_like_markup(content: &[u8]) -> bool {
    let head: Vec<u8> = content
        .iter()
        .take(512)
        .map(u8::to_ascii_lowercase)
        .collect();
    let text = String::from_utf8_lossy(&head);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    [
        "<!doctype",
        "<html",
        "<script",
        "<svg",
        "<?xml",
        "<body",
        "<iframe",
    ]
    .iter()
    .any(|mark| text.starts_with(mark))
}

/// Decodes a picture and encodes it again: what is no picture fails, and what hid in it is gone.
fn redraw(content: &[u8]) -> Result<Fit> {
    let not_a_picture = |error: image::ImageError| {
        Error::invalid(
            "file.not_an_image",
            "this is not a picture that we can read",
        )
        .because(error)
    };
    let reader = image::ImageReader::new(std::io::Cursor::new(content))
        .with_guessed_format()
        .map_err(|error| Error::invalid("file.not_an_image", "unreadable").because(error))?;
    let format = reader.format();
    let (width, height) = reader.into_dimensions().map_err(not_a_picture)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Error::invalid(
            "file.too_large",
            "the picture has too many pixels",
        ));
    }
    let picture = image::load_from_memory(content).map_err(not_a_picture)?;
    let mut out = std::io::Cursor::new(Vec::new());
    let mime = if format == Some(image::ImageFormat::Jpeg) {
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 88);
        picture
            .to_rgb8()
            .write_with_encoder(encoder)
            .map_err(not_a_picture)?;
        "image/jpeg"
    } else {
        picture
            .write_to(&mut out, image::ImageFormat::Png)
            .map_err(not_a_picture)?;
        "image/png"
    };
    Ok(Fit {
        content: out.into_inner(),
        mime: mime.to_owned(),
        width: Some(i64::from(width)),
        height: Some(i64::from(height)),
    })
}

#[cfg(test)]
mod tests {
    use super::{clean_name, judge};

    fn allowed() -> Vec<String> {
        ["png", "jpg", "pdf", "txt", "svg"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn content_decides() {
        let code = |name: &str, content: &[u8]| {
            judge(name, content.to_vec(), &allowed())
                .err()
                .map(|error| error.code)
        };
        assert_eq!(code("a.png", b"<script>"), Some("file.not_an_image"));
        assert_eq!(code("a.svg", b"<svg/>"), Some("file.type_refused"));
        assert_eq!(code("a.exe", b"MZ"), Some("file.type_refused"));
        assert_eq!(
            code("a.txt", b"  <!DOCTYPE html>"),
            Some("file.type_refused")
        );
        assert_eq!(code("noextension", b"x"), Some("file.type_refused"));
        assert_eq!(code("a.txt", "你好".as_bytes()), None);
    }

    #[test]
    fn names_lose_their_paths_and_tricks() {
        assert_eq!(clean_name("../../etc/pass\"wd\n.txt"), "passwd.txt");
        assert_eq!(clean_name("C:\\x\\图 片.png"), "图 片.png");
        assert_eq!(clean_name("///"), "file");
    }
}
