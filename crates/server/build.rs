//! Puts the built pages (`web/dist`) and the demo companies (`demo/<key>`) into the program: writes
//! a list of `include_bytes!` for each. Without built pages a stub stands in, so that the program
//! and its tests build on a machine without Node.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const STUB: &str = "<!doctype html><meta charset=\"utf-8\"><title>善应</title>\
<p>The pages are not built: run <code>make web</code>, then build again.</p>";
const COMPANIES: [&str; 3] = ["shop", "school", "bank"];

fn main() -> io::Result<()> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../..");
    println!("cargo::rerun-if-changed=build.rs");

    let dist = root.join("web/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let pages = if dist.join("index.html").is_file() {
        files(&dist)?
    } else {
        let stub = out.join("stub.html");
        fs::write(&stub, STUB)?;
        ["index.html", "chat.html"]
            .map(|name| (name.to_owned(), stub.clone()))
            .to_vec()
    };
    let mut code = list("PAGES", &pages)?;

    let mut demo = Vec::new();
    for company in COMPANIES {
        let folder = root.join("demo").join(company);
        println!("cargo::rerun-if-changed={}", folder.display());
        demo.extend(
            files(&folder)?
                .into_iter()
                .map(|(name, path)| (format!("{company}/{name}"), path)),
        );
    }
    code.push_str(&list("DEMO", &demo)?);
    fs::write(out.join("embedded.rs"), code)
}

fn variable(name: &str) -> io::Result<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "cargo tells a build script by the environment"
    )]
    env::var(name).map_err(io::Error::other)
}

/// Every file below `folder` by its relative name, sorted.
fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                found.push((name.to_string_lossy().replace('\\', "/"), path));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn list(name: &str, files: &[(String, PathBuf)]) -> io::Result<String> {
    let mut code = format!("pub(crate) static {name}: &[(&str, &[u8])] = &[\n");
    for (file, path) in files {
        let path = path.canonicalize()?;
        writeln!(
            code,
            "    ({file:?}, include_bytes!({:?})),",
            path.display().to_string()
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    Ok(code)
}
