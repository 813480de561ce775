//! Reads arrays out of an `.npz` file (a ZIP of `.npy` files, format 1 to 3).

use std::io::{BufReader, Read, Seek};

use zip::ZipArchive;

use super::LoadError;

/// Bytes that are set aside for an array before any has been read.
const TRUSTED: usize = 64 << 20;

/// An open archive of arrays.
pub(super) struct Npz<R> {
    archive: ZipArchive<R>,
}

/// An array in row-major order with the bytes as they are in the file.
pub(super) struct Array {
    kind: String,
    bytes: Vec<u8>,
}

/// What stands before the data of an array.
struct Header {
    kind: String,
    shape: Vec<usize>,
}

impl<R: Read + Seek> Npz<R> {
    pub fn open(reader: R) -> Result<Self, LoadError> {
        let archive = ZipArchive::new(reader)
            .map_err(|_| LoadError::Format("weights.npz is not a ZIP archive"))?;
        Ok(Self { archive })
    }

    /// The array called `name` (without `.npy`).
    pub fn array(&mut self, name: &str) -> Result<Array, LoadError> {
        read_array(&mut self.file(name)?)
    }

    /// Hands over the rows of an array of bytes of the given width, one at a time so that the
    /// whole is never in memory; the number of rows.
    pub fn rows<const WIDTH: usize>(
        &mut self,
        name: &str,
        mut each: impl FnMut(usize, &[u8; WIDTH]) -> Result<(), LoadError>,
    ) -> Result<usize, LoadError> {
        let mut file = BufReader::new(self.file(name)?);
        let Header { kind, shape } = header(&mut file)?;
        let rows = match shape.as_slice() {
            [rows, width] if *width == WIDTH && kind == "|u1" => *rows,
            _ => return Err(LoadError::Format("the embedding table has an unknown form")),
        };
        let mut row = [0; WIDTH];
        for at in 0..rows {
            file.read_exact(&mut row)?;
            each(at, &row)?;
        }
        Ok(rows)
    }

    fn file(&mut self, name: &str) -> Result<impl Read, LoadError> {
        self.archive
            .by_name(&format!("{name}.npy"))
            .map_err(|_| LoadError::Missing(name.to_owned()))
    }
}

impl Array {
    /// The values of a float32 or float64 array.
    pub fn floats(&self) -> Result<Vec<f32>, LoadError> {
        match self.kind.as_str() {
            "<f4" => Ok(self
                .bytes
                .as_chunks::<4>()
                .0
                .iter()
                .map(|c| f32::from_le_bytes(*c))
                .collect()),
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
}

/// Reads an array. What its head promises is taken on trust only up to a limit, beyond which memory
/// is taken as bytes really come.
pub(super) fn read_array(file: &mut impl Read) -> Result<Array, LoadError> {
    let Header { kind, shape } = header(file)?;
    let broken = || LoadError::Format("weights.npz holds an incomplete array");
    let size = kind
        .get(2..)
        .and_then(|size| size.parse::<usize>().ok())
        .unwrap_or(0);
    let size = shape
        .iter()
        .try_fold(size, |size, side| size.checked_mul(*side))
        .ok_or_else(broken)?;
    let mut bytes = Vec::with_capacity(size.min(TRUSTED));
    // One byte more than promised is enough to see that there are too many.
    let most = u64::try_from(size).map_err(|_| broken())?.saturating_add(1);
    file.take(most).read_to_end(&mut bytes)?;
    if bytes.len() != size {
        return Err(broken());
    }
    Ok(Array { kind, bytes })
}

/// Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }` and what frames it.
fn header(file: &mut impl Read) -> Result<Header, LoadError> {
    let mut start = [0u8; 8];
    file.read_exact(&mut start)?;
    let [magic @ .., version, _] = start;
    let length = if version == 1 {
        let mut length = [0u8; 2];
        file.read_exact(&mut length)?;
        usize::from(u16::from_le_bytes(length))
    } else {
        let mut length = [0u8; 4];
        file.read_exact(&mut length)?;
        u32::from_le_bytes(length) as usize
    };
    let unknown = || LoadError::Format("weights.npz holds an array of an unknown form");
    if magic != *b"\x93NUMPY" || length > 10_000 {
        return Err(unknown());
    }
    let mut text = vec![0u8; length];
    file.read_exact(&mut text)?;
    parse(std::str::from_utf8(&text).map_err(|_| unknown())?).ok_or_else(unknown)
}

fn parse(header: &str) -> Option<Header> {
    let kind = between(header, "'descr': '", "'")?.to_owned();
    if between(header, "'fortran_order': ", ",")? != "False" {
        return None;
    }
    let shape: Vec<usize> = between(header, "'shape': (", ")")?
        .split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    Some(Header { kind, shape })
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, tail) = text.split_once(before)?;
    tail.split_once(after).map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_headers_and_refuses_others() {
        let header = parse("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }").unwrap();
        assert_eq!((header.kind.as_str(), header.shape), ("<f4", vec![2, 3]));
        assert_eq!(
            parse("{'descr': '<f8', 'fortran_order': False, 'shape': (), }")
                .unwrap()
                .shape,
            Vec::<usize>::new()
        );
        assert!(parse("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }").is_none());
        for shape in ["99999999999, 99999999999", "99999999999999", "3"] {
            let head = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}");
            let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
            bytes.extend((head.len() as u16).to_le_bytes());
            bytes.extend(head.bytes().chain([0; 8]));
            assert!(read_array(&mut bytes.as_slice()).is_err(), "{shape}");
        }
        assert!(parse("nonsense").is_none());
        assert!(super::header(&mut &b"PK\x03\x04 not an array"[..]).is_err());
        assert!(super::header(&mut &b""[..]).is_err());
    }
}
