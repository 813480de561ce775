//! Reads arrays out of an `.npz` file (a ZIP of `.npy` files, format 1 to 3).

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::LoadError;

/// An open archive of arrays.
pub(super) struct Npz<R> {
    archive: ZipArchive<R>,
}

/// An array in row-major order with the bytes as they are in the file.
pub(super) struct Array {
    pub shape: Vec<usize>,
    kind: String,
    bytes: Vec<u8>,
}

impl<R: Read + Seek> Npz<R> {
    pub fn open(reader: R) -> Result<Self, LoadError> {
        let archive = ZipArchive::new(reader)
            .map_err(|_| LoadError::Format("weights.npz is not a ZIP archive"))?;
        Ok(Self { archive })
    }

    /// The array called `name` (without `.npy`).
    pub fn array(&mut self, name: &str) -> Result<Array, LoadError> {
        let mut file = self
            .archive
            .by_name(&format!("{name}.npy"))
            .map_err(|_| LoadError::Missing(name.to_owned()))?;
        let mut raw = Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0));
        file.read_to_end(&mut raw)?;
        parse(raw).ok_or(LoadError::Format("weights.npz holds an array of an unknown form"))
    }
}

impl Array {
    /// The values of a float32 or float64 array.
    pub fn floats(&self) -> Result<Vec<f32>, LoadError> {
        match self.kind.as_str() {
            "<f4" => {
                Ok(self.bytes.as_chunks::<4>().0.iter().map(|c| f32::from_le_bytes(*c)).collect())
            }
            "<f8" => Ok(self
                .bytes
                .as_chunks::<8>()
                .0
                .iter()
                .map(|c| f64::from_le_bytes(*c) as f32)
                .collect()),
            _ => Err(LoadError::Format("an array of floats was expected")),
        }
    }

    /// The values of an array of bytes.
    pub fn bytes(self) -> Result<Vec<u8>, LoadError> {
        match self.kind.as_str() {
            "|u1" => Ok(self.bytes),
            _ => Err(LoadError::Format("an array of bytes was expected")),
        }
    }
}

/// Splits the header (`{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`) from the data.
fn parse(raw: Vec<u8>) -> Option<Array> {
    let version = *raw.get(6)?;
    let (length, start) = if version == 1 {
        (usize::from(u16::from_le_bytes(raw.get(8..10)?.try_into().ok()?)), 10)
    } else {
        (usize::try_from(u32::from_le_bytes(raw.get(8..12)?.try_into().ok()?)).ok()?, 12)
    };
    if raw.get(..6)? != b"\x93NUMPY" {
        return None;
    }
    let header = std::str::from_utf8(raw.get(start..start + length)?).ok()?;
    let kind = between(header, "'descr': '", "'")?.to_owned();
    if between(header, "'fortran_order': ", ",")? != "False" {
        return None;
    }
    let shape: Vec<usize> = between(header, "'shape': (", ")")?
        .split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let size: usize = kind.get(2..)?.parse().ok()?;
    let bytes = raw.get(start + length..)?.to_vec();
    let complete = bytes.len() == shape.iter().product::<usize>() * size;
    complete.then_some(Array { shape, kind, bytes })
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, tail) = text.split_once(before)?;
    tail.split_once(after).map(|(inner, _)| inner)
}
