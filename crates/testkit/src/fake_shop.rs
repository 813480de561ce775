//! A shop behind real HTTP, shaped like WooCommerce: orders by customer, refunds of an order with
//! `meta_data`, and whatever can go wrong with it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::Listener;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::tls::TlsListener;

/// What goes wrong with every request from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The answer comes too late; what was asked is done.
    Late,
    /// 500, and nothing is done.
    Broken,
    /// 200 with something that is no JSON; what was asked is done.
    Garbled,
    /// Orders of somebody else.
    WrongCustomer,
    /// A redirect to an address inside.
    Redirect,
    /// Any of late, broken and garbled, or nothing; by a fixed sequence.
    Mixed,
    /// The same, and orders of somebody else.
    All,
}

struct Shop {
    fault: Mutex<Fault>,
    orders: Mutex<Vec<Value>>,
    refunds: Mutex<Vec<(u64, Value)>>,
    changes: Mutex<Vec<(u64, Value)>>,
    asked: AtomicU64,
}

/// The running shop; it ends with this.
pub struct FakeShop {
    /// Where it listens.
    pub address: SocketAddr,
    shop: Arc<Shop>,
    _server: JoinSet<()>,
}

impl FakeShop {
    /// Starts it with these orders, as WooCommerce writes them.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(orders: Vec<Value>) -> Self {
        let listener = match tokio::net::TcpListener::bind("127.0.0.1:0").await {
            Ok(listener) => listener,
            Err(error) => panic!("no port for the shop: {error}"),
        };
        Self::behind(listener, orders)
    }

    /// The same behind TLS, by the certificate of [`tls`](crate::tls).
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start_secure(orders: Vec<Value>) -> Self {
        Self::behind(TlsListener::bind().await, orders)
    }

    fn behind<L: Listener<Addr = SocketAddr>>(listener: L, orders: Vec<Value>) -> Self {
        let shop = Arc::new(Shop {
            fault: Mutex::new(Fault::None),
            orders: Mutex::new(orders),
            refunds: Mutex::new(Vec::new()),
            changes: Mutex::new(Vec::new()),
            asked: AtomicU64::new(0),
        });
        let routes = axum::Router::new()
            .route("/wp-json/wc/v3/orders", get(list))
            .route("/wp-json/wc/v3/orders/{id}", get(one).put(change))
            .route(
                "/wp-json/wc/v3/orders/{id}/refunds",
                get(refunds).post(refund),
            )
            .with_state(shop.clone());
        let address = match listener.local_addr() {
            Ok(address) => address,
            Err(error) => panic!("no address of the shop: {error}"),
        };
        let mut server = JoinSet::new();
        server.spawn(async move {
            let _ = axum::serve(listener, routes).await;
        });
        Self {
            address,
            shop,
            _server: server,
        }
    }

    /// From now on this goes wrong.
    pub async fn fail(&self, fault: Fault) {
        *self.shop.fault.lock().await = fault;
    }

    /// How many requests have come.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.shop.asked.load(Ordering::SeqCst)
    }

    /// The changes that were made, each with the number of its order.
    pub async fn changes(&self) -> Vec<(u64, Value)> {
        self.shop.changes.lock().await.clone()
    }

    /// The refunds that were made.
    pub async fn refunds(&self) -> Vec<Value> {
        self.shop
            .refunds
            .lock()
            .await
            .iter()
            .map(|(_, refund)| refund.clone())
            .collect()
    }
}

/// What goes wrong with this request. Without the shop's key it is 401, as there.
async fn fault(shop: &Shop, headers: &HeaderMap) -> Result<Fault, Response> {
    let number = shop.asked.fetch_add(1, Ordering::SeqCst);
    if headers
        .get(header::AUTHORIZATION)
        .is_none_or(|key| key != "Basic Y2s6Y3M=")
    {
        return Err(StatusCode::UNAUTHORIZED.into_response());
    }
    let fault = match *shop.fault.lock().await {
        fault @ (Fault::Mixed | Fault::All) => {
            match number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61 {
                0 => Fault::Late,
                1 => Fault::Broken,
                2 => Fault::Garbled,
                3 if fault == Fault::All => Fault::WrongCustomer,
                _ => Fault::None,
            }
        }
        fault => fault,
    };
    match fault {
        Fault::Broken => Err(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        Fault::Redirect => {
            let to = [(header::LOCATION, "http://169.254.169.254/latest/meta-data")];
            Err((StatusCode::FOUND, to).into_response())
        }
        fault => Ok(fault),
    }
}

async fn answer(fault: Fault, value: Value) -> Response {
    match fault {
        Fault::Late => {
            tokio::time::sleep(Duration::from_millis(400)).await;
            Json(value).into_response()
        }
        Fault::Garbled => "<html>Fatal error".into_response(),
        _ => Json(value).into_response(),
    }
}

#[derive(serde::Deserialize)]
struct ListQuery {
    customer: u64,
    per_page: usize,
    page: usize,
}

async fn list(
    State(shop): State<Arc<Shop>>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Response {
    let fault = match fault(&shop, &headers).await {
        Ok(fault) => fault,
        Err(response) => return response,
    };
    let orders = shop.orders.lock().await.clone();
    let ours = orders
        .into_iter()
        .filter(|order| order["customer_id"] == query.customer || fault == Fault::WrongCustomer);
    let skip = (query.page - 1) * query.per_page;
    let page: Vec<Value> = ours.skip(skip).take(query.per_page).collect();
    answer(fault, Value::Array(page)).await
}

async fn one(State(shop): State<Arc<Shop>>, Path(id): Path<u64>, headers: HeaderMap) -> Response {
    let fault = match fault(&shop, &headers).await {
        Ok(fault) => fault,
        Err(response) => return response,
    };
    let orders = shop.orders.lock().await.clone();
    match orders.into_iter().find(|order| order["id"] == id) {
        Some(mut order) => {
            if fault == Fault::WrongCustomer
                && let Some(fields) = order.as_object_mut()
            {
                fields.insert("customer_id".to_owned(), json!(999_999));
            }
            answer(fault, order).await
        }
        None => (StatusCode::NOT_FOUND, Json(json!({"code": "invalid_id"}))).into_response(),
    }
}

/// Fields are laid over those of the order; `meta_data` by its keys, as there.
async fn change(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<u64>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let fault = match fault(&shop, &headers).await {
        Ok(fault) => fault,
        Err(response) => return response,
    };
    let mut orders = shop.orders.lock().await;
    let Some(order) = orders.iter_mut().find(|order| order["id"] == id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    shop.changes.lock().await.push((id, body.clone()));
    if let (Some(fields), Some(new)) = (order.as_object_mut(), body.as_object()) {
        for (name, value) in new {
            let field = fields.entry(name).or_insert(Value::Null);
            lay_over(field, value);
        }
    }
    let told = order.clone();
    drop(orders);
    answer(fault, told).await
}

/// Lists are of keys and values, and are laid over by their keys; objects field by field.
fn lay_over(field: &mut Value, value: &Value) {
    match (field, value) {
        (Value::Array(kept), Value::Array(new)) => {
            kept.retain(|old| new.iter().all(|one| one["key"] != old["key"]));
            kept.extend(new.iter().cloned());
        }
        (Value::Object(kept), Value::Object(new)) => {
            for (name, value) in new {
                kept.insert(name.clone(), value.clone());
            }
        }
        (field, value) => *field = value.clone(),
    }
}

async fn refunds(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<u64>,
    headers: HeaderMap,
) -> Response {
    let fault = match fault(&shop, &headers).await {
        Ok(fault) => fault,
        Err(response) => return response,
    };
    let made = shop.refunds.lock().await.clone();
    let of = made
        .into_iter()
        .filter(|(order, _)| *order == id)
        .map(|(_, refund)| refund);
    answer(fault, of.collect()).await
}

async fn refund(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<u64>,
    headers: HeaderMap,
    Json(mut body): Json<Value>,
) -> Response {
    let fault = match fault(&shop, &headers).await {
        Ok(fault) => fault,
        Err(response) => return response,
    };
    let mut made = shop.refunds.lock().await;
    if let Some(fields) = body.as_object_mut() {
        fields.insert("id".to_owned(), json!(made.len() + 1));
    }
    made.push((id, body.clone()));
    drop(made);
    answer(fault, body).await
}
