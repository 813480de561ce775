//! Enumerations whose variants have one stable name, in JSON, in the database and in clients.

/// Defines an enumeration with `code()` and `parse()`; JSON uses the codes.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $code:tt,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name {
            $($(#[doc = $doc])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// Its stable name.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Reads a stable name; one that is stored and unknown is our fault.
            pub fn parse(code: &str) -> shanying_kernel::Result<Self> {
                match code {
                    $($code => Ok(Self::$variant),)*
                    other => Err(shanying_kernel::Error::internal(format!("an unknown {}: {other}", stringify!($name)))),
                }
            }
        }
    };
}

pub(crate) use codes;
