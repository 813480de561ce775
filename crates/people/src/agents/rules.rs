//! Decisions about accounts: who may do what, and what a proper account is.

use std::collections::BTreeSet;

use shanying_kernel::{Error, Result};
use shanying_web_kit::Permission;

use super::model::{NewAgent, Role};
use crate::fields::{self, NAME_MAX};

use Permission as P;

/// Each role and what it may do.
pub const ROLE_PERMISSIONS: &[(Role, &[Permission])] = &[
    (
        Role::Agent,
        &[
            P::ServeConversations,
            P::ViewKnowledge,
            P::ViewCustomers,
            P::EditCustomers,
        ],
    ),
    (
        Role::Supervisor,
        &[
            P::ServeConversations,
            P::ViewKnowledge,
            P::ViewCustomers,
            P::EditCustomers,
            P::ViewAllConversations,
            P::SuperviseConversations,
            P::ViewMetrics,
            P::ViewSettings,
        ],
    ),
    (
        Role::Editor,
        &[P::ViewKnowledge, P::EditKnowledge, P::ViewMetrics],
    ),
    (
        Role::Inspector,
        &[
            P::ViewAllConversations,
            P::ViewKnowledge,
            P::ViewCustomers,
            P::ViewMetrics,
        ],
    ),
    (Role::Admin, Permission::ALL),
];

/// What somebody with these roles may do.
#[must_use]
pub fn permissions_of(roles: &[Role]) -> BTreeSet<Permission> {
    ROLE_PERMISSIONS
        .iter()
        .filter(|(role, _)| roles.contains(role))
        .flat_map(|(_, permissions)| permissions.iter().copied())
        .collect()
}

/// Longest username.
const USERNAME_MAX: usize = 40;
/// More conversations at once than anybody can serve.
const MAX_CHATS_MOST: i64 = 200;
/// Shortest password, in characters.
pub const PASSWORD_MIN: usize = 10;
/// Longest password, so that nobody makes us hash a book.
const PASSWORD_MAX: usize = 200;

/// A username as it is stored: lower case letters, digits and `.`, `_`, `-`, `@`.
pub(super) fn username(raw: &str) -> Result<String> {
    let name = fields::required("username", raw, USERNAME_MAX)?.to_lowercase();
    let proper = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    if name.chars().all(proper) {
        Ok(name)
    } else {
        Err(Error::field("username", "letters, digits and . _ - @ only"))
    }
}

/// At least one role, each once, in a fixed order.
pub(super) fn roles(raw: &[Role]) -> Result<Vec<Role>> {
    let roles: BTreeSet<Role> = raw.iter().copied().collect();
    if roles.is_empty() {
        return Err(Error::field("roles", "an agent needs a role"));
    }
    Ok(roles.into_iter().collect())
}

/// From 0 (serves nobody) to a sane most.
pub(super) fn max_chats(raw: i64) -> Result<i64> {
    if (0..=MAX_CHATS_MOST).contains(&raw) {
        Ok(raw)
    } else {
        Err(Error::field("max_chats", format!("0 to {MAX_CHATS_MOST}")).with("max", MAX_CHATS_MOST))
    }
}

/// The account as it is stored, or what is wrong with it.
pub(super) fn proper(new: NewAgent) -> Result<NewAgent> {
    let name = fields::required("name", &new.name, NAME_MAX)?;
    let nickname = fields::optional("nickname", &new.nickname, NAME_MAX)?;
    Ok(NewAgent {
        username: username(&new.username)?,
        nickname: if nickname.is_empty() {
            name.clone()
        } else {
            nickname
        },
        name,
        roles: roles(&new.roles)?,
        groups: new.groups,
        max_chats: max_chats(new.max_chats)?,
        password_hash: new.password_hash,
    })
}

/// Length is what makes a password strong; nothing else is asked of it.
pub(super) fn check_password(password: &str) -> Result<()> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(Error::invalid(
            "auth.password_too_short",
            "a password has 10 characters or more",
        )
        .with("min", PASSWORD_MIN));
    }
    fields::optional("password", password, PASSWORD_MAX).map(|_| ())
}

#[cfg(test)]
mod tests {
    use shanying_web_kit::Permission;

    use super::{check_password, max_chats, permissions_of, roles, username};
    use crate::agents::Role;

    #[test]
    fn roles_give_the_permissions_of_the_contract() {
        let table: &[(Role, &str)] = &[
            (
                Role::Agent,
                "conversations.serve customers.edit customers.view knowledge.view",
            ),
            (
                Role::Supervisor,
                "conversations.serve conversations.supervise conversations.view_all customers.edit \
                 customers.view knowledge.view metrics.view settings.view",
            ),
            (Role::Editor, "knowledge.edit knowledge.view metrics.view"),
            (
                Role::Inspector,
                "conversations.view_all customers.view knowledge.view metrics.view",
            ),
        ];
        for (role, expected) in table {
            let mut codes: Vec<&str> = permissions_of(&[*role])
                .into_iter()
                .map(Permission::code)
                .collect();
            codes.sort_unstable();
            assert_eq!(codes.join(" "), *expected, "{role:?}");
        }
        assert_eq!(permissions_of(&[Role::Admin]).len(), Permission::ALL.len());
        assert_eq!(permissions_of(&[Role::Agent, Role::Editor]).len(), 6);
        assert!(permissions_of(&[]).is_empty());
    }

    #[test]
    fn accounts_are_checked() {
        assert_eq!(username(" Wang.Min ").unwrap(), "wang.min");
        assert_eq!(username("小王").unwrap(), "小王");
        assert!(username("a b").is_err() && username("").is_err() && username("<x>").is_err());
        assert_eq!(
            roles(&[Role::Editor, Role::Agent, Role::Editor]).unwrap(),
            vec![Role::Agent, Role::Editor]
        );
        assert!(roles(&[]).is_err());
        assert!(max_chats(0).is_ok() && max_chats(-1).is_err() && max_chats(201).is_err());
        assert!(check_password("一二三四五六七八九十").is_ok());
        assert_eq!(
            check_password("short").unwrap_err().code,
            "auth.password_too_short"
        );
    }
}
