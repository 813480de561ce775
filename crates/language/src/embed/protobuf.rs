//! Just enough of the protocol buffers' wire format to read a SentencePiece model.

/// One field of a message; integers and fixed values are only skipped or read as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub number: u64,
    /// The payload of a length-delimited or fixed field; empty for a plain integer.
    pub bytes: &'a [u8],
    /// The value of a plain integer; 0 for others.
    pub integer: u64,
}

/// The fields of a message in file order. Stops with `None` as the last item when the bytes are
/// not a message.
pub(super) fn fields(message: &[u8]) -> impl Iterator<Item = Option<Field<'_>>> {
    let mut rest = Some(message);
    std::iter::from_fn(move || {
        let bytes = rest?;
        if bytes.is_empty() {
            return None;
        }
        match field(bytes) {
            Some((field, tail)) => {
                rest = Some(tail);
                Some(Some(field))
            }
            None => {
                rest = None;
                Some(None)
            }
        }
    })
}

fn field(bytes: &[u8]) -> Option<(Field<'_>, &[u8])> {
    let (tag, rest) = varint(bytes)?;
    let number = tag >> 3;
    let (length, rest) = match tag & 7 {
        0 => {
            let (integer, rest) = varint(rest)?;
            return Some((
                Field {
                    number,
                    bytes: &[],
                    integer,
                },
                rest,
            ));
        }
        1 => (8, rest),
        2 => {
            let (length, rest) = varint(rest)?;
            (usize::try_from(length).ok()?, rest)
        }
        5 => (4, rest),
        _ => return None,
    };
    let (payload, rest) = rest.split_at_checked(length)?;
    Some((
        Field {
            number,
            bytes: payload,
            integer: 0,
        },
        rest,
    ))
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0u64;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields_and_stops_at_faults() {
        let message = [
            0x08, 0x96, 0x01, 0x12, 0x02, b'h', b'i', 0x1d, 0, 0, 0x80, 0x3f,
        ];
        let read: Vec<_> = fields(&message).map(Option::unwrap).collect();
        assert_eq!(
            read[0],
            Field {
                number: 1,
                bytes: &[],
                integer: 150
            }
        );
        assert_eq!(
            read[1],
            Field {
                number: 2,
                bytes: b"hi",
                integer: 0
            }
        );
        assert_eq!(read[2].bytes, 1.0f32.to_le_bytes());
        assert_eq!(fields(&message[..6]).last(), Some(None));
        assert_eq!(fields(&[]).count(), 0);
    }
}
