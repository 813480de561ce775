//! Asks the shop for what a turn wants, in the name of the customer who is served.

use serde_json::{Value, json};
use shanying_commerce::Commerce;
use shanying_commerce::tools::{self, Asker};
use shanying_kernel::{Actor, Error, Result, new_id};
use shanying_web_kit::Tenant;

use super::rules::{ShopTalk, Told, Want};

/// Orders that a customer may choose from.
const ORDERS: usize = 20;
/// Things that one turn may ask.
pub(super) const QUESTIONS: usize = 5;

/// The shop for this customer: none when the company has no shop, or nobody vouches for who they
/// are.
pub(super) async fn open(tenant: &Tenant, customer_id: &str) -> Option<ShopTalk> {
    let commerce = tenant.part::<Commerce>().ok()?;
    let known = commerce.customers.verified(customer_id).await;
    known.is_ok().then(ShopTalk::default)
}

/// Asks one thing.
pub(super) async fn ask(
    tenant: &Tenant,
    (customer_id, conversation_id): (&str, Option<&str>),
    want: &Want,
) -> Told {
    let asker = Asker {
        customer_id: customer_id.to_owned(),
        actor: Actor::bot(),
        conversation_id: conversation_id.map(str::to_owned),
    };
    asked(tenant, &asker, want).await.unwrap_or_else(refused)
}

async fn asked(tenant: &Tenant, asker: &Asker, want: &Want) -> Result<Told> {
    Ok(match want {
        Want::Orders => {
            let asked = json!({"limit": ORDERS});
            let mut told = tools::read(tenant, asker, "list_orders", asked).await?;
            let items = told.get_mut("items").map(Value::take).unwrap_or_default();
            Told::Orders(serde_json::from_value(items)?)
        }
        Want::Read { tool, arguments } => {
            Told::Read(tools::read(tenant, asker, tool, arguments.clone()).await?)
        }
        Want::Preview { tool, arguments } => {
            // Telling changes nothing, so each telling has a key of its own.
            let key = new_id("dlg");
            let (write, token) =
                tools::preview(tenant, asker, tool, arguments.clone(), &key).await?;
            Told::Preview {
                token,
                preview: write.preview,
            }
        }
        Want::Confirm { token } => {
            let write = tools::confirm(tenant, asker, token).await?;
            Told::Written {
                state: write.state,
                outcome: write.outcome,
            }
        }
    })
}

/// A shop that was asked too much in one turn.
pub(super) fn silent() -> Told {
    Told::Refused {
        code: "shop.failed".to_owned(),
        field: String::new(),
    }
}

fn refused(error: Error) -> Told {
    let field = match (error.params.get("field"), error.params.get("left")) {
        (Some(Value::String(field)), _) => field.clone(),
        (_, Some(left)) => left.to_string(),
        _ => String::new(),
    };
    Told::Refused {
        code: error.code.to_owned(),
        field,
    }
}
