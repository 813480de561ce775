//! Who calls, and what they may do. A handler names its permission in its signature:
//! `Allowed<may::EditKnowledge>` cannot be had without it.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Actor, Error, Result};
use shanying_storage::BoxFuture;

use crate::error::ApiError;
use crate::extract::ClientAddress;
use crate::tenant::Tenant;

macro_rules! permissions {
    ($($name:ident = $code:tt, $doc:literal;)*) => {
        /// What a person or a key may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        pub enum Permission {
            $(#[doc = $doc] #[serde(rename = $code)] $name,)*
        }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its stable name.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }

        /// The permissions as types, for the signatures of handlers.
        pub mod may {
            $(#[doc = $doc] #[derive(Clone, Copy, Debug)] pub struct $name;
            impl super::Grant for $name {
                const PERMISSIONS: &'static [super::Permission] = &[super::Permission::$name];
            })*

            /// Anybody of the staff.
            #[derive(Clone, Copy, Debug)]
            pub struct BeStaff;
            impl super::Grant for BeStaff {
                const PERMISSIONS: &'static [super::Permission] = &[];
            }
        }
    };
}

permissions! {
    ServeConversations = "conversations.serve", "Serve customers in the workbench.";
    ViewAllConversations = "conversations.view_all", "Read every conversation.";
    SuperviseConversations = "conversations.supervise", "Assign and end others' conversations.";
    ViewKnowledge = "knowledge.view", "Read and search the knowledge base.";
    EditKnowledge = "knowledge.edit", "Write and publish knowledge.";
    ViewCustomers = "customers.view", "Read customers, personal data masked.";
    EditCustomers = "customers.edit", "Change customers and see their contact data.";
    CustomerPrivacy = "customers.privacy", "Export and erase a customer.";
    ViewSettings = "settings.view", "Read the settings.";
    ManageSettings = "settings.manage", "Change the settings.";
    ManageAgents = "agents.manage", "Manage agents, groups and API keys.";
    ViewMetrics = "metrics.view", "Read the figures.";
    ViewAudit = "audit.view", "Read the audit log.";
}

/// A permission as a type. Holding any of `PERMISSIONS` is enough; none listed means any staff.
pub trait Grant: Send + Sync {
    /// Any one of these is enough.
    const PERMISSIONS: &'static [Permission];
}

/// A person of the company who is signed in.
#[derive(Clone, Debug)]
pub struct StaffMember {
    /// `agt_…`.
    pub id: String,
    /// The session's identifier, for signing out.
    pub session_id: String,
}

/// Who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    /// For events and the audit log.
    pub actor: Actor,
    /// What they may do.
    pub permissions: BTreeSet<Permission>,
    /// The person, unless a key or the console calls.
    pub staff: Option<StaffMember>,
    /// Where the call comes from.
    pub address: String,
}

impl Caller {
    /// Whether they have the permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// The error unless they have the permission.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(refusal(permission))
        }
    }

    /// The person's id; keys and the console are refused what only a person can do.
    pub fn agent_id(&self) -> Result<&str> {
        self.staff
            .as_ref()
            .map(|staff| staff.id.as_str())
            .ok_or_else(|| {
                Error::forbidden(
                    "forbidden.person_only",
                    "only a signed-in person can do this",
                )
            })
    }
}

fn refusal(permission: Permission) -> Error {
    Error::forbidden("forbidden.permission", "you lack a permission")
        .with("permission", permission.code())
}

/// Finds out who sends a request; `people` implements it.
pub trait Authenticate: Send + Sync {
    /// The caller behind the cookie or key of the request; the error says why there is none.
    fn caller<'a>(
        &'a self,
        tenant: &'a Tenant,
        parts: &'a Parts,
        address: String,
    ) -> BoxFuture<'a, Result<Caller>>;
}

/// The console on the server itself (the command line through its socket); put into the request's
/// extensions by the server, which alone can.
#[derive(Clone, Copy, Debug)]
pub struct Console;

/// A caller who has the grant `P`.
#[derive(Debug)]
pub struct Allowed<P> {
    /// Who.
    pub caller: Caller,
    grant: PhantomData<P>,
}

impl<P: Grant> FromRequestParts<Tenant> for Allowed<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, tenant: &Tenant) -> Result<Self, ApiError> {
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(parts, tenant).await;
        let caller = tenant
            .authenticator()?
            .caller(tenant, parts, address)
            .await?;
        let enough = P::PERMISSIONS.is_empty() || P::PERMISSIONS.iter().any(|p| caller.may(*p));
        match P::PERMISSIONS.first() {
            Some(permission) if !enough => Err(refusal(*permission).into()),
            _ => Ok(Self {
                caller,
                grant: PhantomData,
            }),
        }
    }
}
