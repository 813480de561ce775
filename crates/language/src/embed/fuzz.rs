//! Small forms of the encoder's files for mutated input, and their readers.

use std::io::{Cursor, Write};

use super::npz::{self, Npz};
use super::pieces::Pieces;

pub(crate) struct Seeds {
    pieces: Vec<u8>,
    array: Vec<u8>,
    archive: Vec<u8>,
}

impl Seeds {
    pub(crate) fn new() -> Self {
        let mut array = b"\x93NUMPY\x01\x00".to_vec();
        let head = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
        array.extend(u16::try_from(head.len()).unwrap().to_le_bytes());
        array.extend(head.as_bytes());
        array.extend([0u8; 24]);
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        writer.start_file("a.npy", stored).unwrap();
        writer.write_all(&array).unwrap();
        let archive = writer.finish().unwrap().into_inner();
        Self {
            pieces: model(),
            array,
            archive,
        }
    }

    pub(crate) fn pieces(&self) -> &[u8] {
        &self.pieces
    }

    pub(crate) fn array(&self) -> &[u8] {
        &self.array
    }

    pub(crate) fn archive(&self) -> &[u8] {
        &self.archive
    }
}

/// A vocabulary of some pieces in SentencePiece's form, with normalising rules of a single unit.
fn model() -> Vec<u8> {
    let field = |number: u8, bytes: &[u8]| {
        let mut field = vec![number << 3 | 2, u8::try_from(bytes.len()).unwrap()];
        field.extend(bytes);
        field
    };
    let mut model = Vec::new();
    for (at, text) in ["<unk>", "\u{2581}", "退", "货", "退货", "card", "c", "a"]
        .iter()
        .enumerate()
    {
        let mut piece = field(1, text.as_bytes());
        piece.push(2 << 3 | 5);
        piece.extend((-(at as f32)).to_le_bytes());
        if at == 0 {
            piece.extend([3 << 3, 2]);
        }
        model.extend(field(1, &piece));
    }
    let mut rules = 16u32.to_le_bytes().to_vec();
    rules.extend([0u8; 16]);
    rules.extend(b"a\0bc\0");
    model.extend(field(3, &field(2, &rules)));
    model
}

pub(crate) fn read_pieces(bytes: &[u8], text: &str) {
    if let Ok(pieces) = Pieces::parse(bytes) {
        let limit = pieces.len();
        assert!(pieces.encode(text).iter().all(|id| (*id as usize) < limit));
    }
}

pub(crate) fn read_array(bytes: &[u8]) {
    let _ = npz::read_array(&mut &*bytes);
}

pub(crate) fn read_archive(bytes: &[u8]) {
    if let Ok(mut archive) = Npz::open(Cursor::new(bytes)) {
        if let Ok(array) = archive.array("a") {
            let _ = array.floats();
        }
        let _ = archive.rows::<3>("a", |_, _| Ok(()));
    }
}

#[test]
fn the_small_forms_are_read() {
    let seeds = Seeds::new();
    assert!(Pieces::parse(seeds.pieces()).is_ok());
    assert!(npz::read_array(&mut seeds.array()).is_ok());
    let mut archive = Npz::open(Cursor::new(seeds.archive())).unwrap();
    assert_eq!(archive.array("a").unwrap().floats().unwrap(), [0.0; 6]);
}
