//! Identifiers: a short prefix that names the thing and a UUIDv7, which sorts by time of birth.

use uuid::Uuid;

/// A new identifier such as `cnv_019a3c5e8d7f7c3ab1f2…`; `prefix` is the room's three letters.
#[must_use]
pub fn new_id(prefix: &str) -> String {
    format!("{prefix}_{}", Uuid::now_v7().simple())
}

#[cfg(test)]
mod tests {
    use super::new_id;

    #[test]
    fn ids_carry_their_prefix_and_never_repeat() {
        let ids: std::collections::BTreeSet<String> = (0..1000).map(|_| new_id("cnv")).collect();
        assert_eq!(ids.len(), 1000);
        assert!(
            ids.iter()
                .all(|id| id.starts_with("cnv_") && id.len() == 36)
        );
    }
}
