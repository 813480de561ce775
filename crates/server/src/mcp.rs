//! `/mcp`: what programs of others may look up, by the Model Context Protocol. Streamable HTTP without
//! sessions, for clients of the present protocol and of those before.
//!
//! - An API key opens it, and its permissions choose the tools: one that the key may not use is not
//!   there. Every tool reads; nothing can be changed here.
//! - A tool is a request of the API in the key's own name, made within this process, so that what the
//!   API checks, limits and writes down holds here too.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, Implementation, JsonObject,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::{Value, json};
use shanying_commerce::tools::{self, Risk};
use shanying_kernel::{ActorKind, Error};
use shanying_web_kit::{Allowed, ApiError, Caller, Permission, Tenant, may};
use tower::ServiceExt as _;

use crate::routes;
use crate::server::from_here;

/// Largest request and largest answer of a tool, in bytes.
const REQUEST_MAX: usize = 1 << 20;
const ANSWER_MAX: usize = 4 << 20;

const INSTRUCTIONS: &str = "善应客服平台的只读工具：查知识库、商品、客户、会话，以及为某位客户查订单、物流和售后。\
先用 find_customers 找到客户编号 customer_id。Read-only tools of the Shanying customer service platform.";

/// A list of the API that is searched by words.
struct Search {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    path: &'static str,
    permission: Permission,
}

const SEARCHES: &[Search] = &[
    Search {
        name: "search_kb",
        title: "查知识库",
        description: "在已发布的知识中查找，返回标准问题和答案。Search the published knowledge.",
        path: "/api/v1/knowledge/search",
        permission: Permission::ViewKnowledge,
    },
    Search {
        name: "search_products",
        title: "查商品",
        description: "按名称或描述查找商品和价格。Search products by words.",
        path: "/api/v1/products",
        permission: Permission::ViewKnowledge,
    },
    Search {
        name: "find_customers",
        title: "查客户",
        description: "按姓名、用户编号、手机尾号或邮箱查找客户，联系方式已脱敏。Find customers.",
        path: "/api/v1/customers",
        permission: Permission::ViewCustomers,
    },
    Search {
        name: "search_conversations",
        title: "查会话",
        description: "按内容查找会话，最近的在前。Search conversations by what was said.",
        path: "/api/v1/conversations",
        permission: Permission::ViewAllConversations,
    },
];

/// What looks something up for one customer asks for this permission, as the API does.
const SERVES: Permission = Permission::ServeConversations;

/// The route.
pub(crate) fn routes(tenant: &Tenant) -> axum::Router<Tenant> {
    let handler = Handler {
        api: routes::api().0.with_state(tenant.clone()),
    };
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(REQUEST_MAX)
        // The key decides, wherever the request was sent to.
        .disable_allowed_hosts();
    let service = StreamableHttpService::new(
        move || Ok(handler.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    );
    let enter = move |allowed: Allowed<may::BeStaff>, mut request: Request| {
        let service = service.clone();
        async move {
            // A browser's cookie opens nothing here: no page of others can use it.
            if allowed.caller.actor.kind != ActorKind::ApiKey {
                let error = Error::unauthenticated("auth.bad_key", "an API key is needed");
                return ApiError(error).into_response();
            }
            request.extensions_mut().insert(allowed.caller);
            service.handle(request).await.map(Body::new).into_response()
        }
    };
    axum::Router::new().route("/mcp", any(enter))
}

#[derive(Clone)]
struct Handler {
    api: axum::Router,
}

/// Whether the key behind a request has a permission.
fn may_use(context: &RequestContext<RoleServer>, permission: Permission) -> bool {
    let parts = context.extensions.get::<Parts>();
    let caller = parts.and_then(|parts| parts.extensions.get::<Caller>());
    caller.is_some_and(|caller| caller.may(permission))
}

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        let name = Implementation::new("shanying", env!("CARGO_PKG_VERSION")).with_title("善应");
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(name)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let searches = SEARCHES
            .iter()
            .filter(|search| may_use(&context, search.permission))
            .map(|search| described(search.name, search.title, search.description, words()));
        let mut listed: Vec<Tool> = searches.collect();
        if may_use(&context, SERVES) {
            listed.extend(reading().map(|tool| {
                described(
                    tool.name,
                    tool.title_zh,
                    tool.description,
                    for_customer(tool.parameters()),
                )
            }));
        }
        Ok(ListToolsResult::with_all_items(listed))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let unknown = || ErrorData::invalid_params("no such tool, or not for this key", None);
        let asked = asked(&request.name, arguments, &context).ok_or_else(unknown)?;
        let parts = context.extensions.get::<Parts>().ok_or_else(unknown)?;
        let (is_success, answer) = self.ask(asked, parts).await?;
        let result = if is_success {
            CallToolResult::structured(answer)
        } else {
            CallToolResult::structured_error(answer)
        };
        Ok(result.into())
    }
}

/// The tools of the registry that only look something up.
fn reading() -> impl Iterator<Item = &'static tools::Tool> {
    tools::tools().iter().filter(|tool| tool.risk == Risk::Read)
}

fn described(name: &'static str, title: &str, description: &'static str, schema: Value) -> Tool {
    let schema: JsonObject = serde_json::from_value(schema).unwrap_or_default();
    let reads = ToolAnnotations::new().read_only(true).open_world(false);
    Tool::new(name, description, Arc::new(schema))
        .with_title(title)
        .with_annotations(reads)
}

fn words() -> Value {
    json!({
        "type": "object",
        "properties": {
            "q": {"type": "string", "description": "要查找的词句"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 50, "description": "最多几条"},
        },
        "required": ["q"],
        "additionalProperties": false,
    })
}

/// A tool's own parameters, and for whom it looks.
fn for_customer(mut schema: Value) -> Value {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(
            "customer_id".to_owned(),
            json!({"type": "string", "description": "客户编号 cus_…"}),
        );
    }
    let mut required = vec![json!("customer_id")];
    if let Some(own) = schema.get("required").and_then(Value::as_array) {
        required.extend(own.iter().cloned());
    }
    if let Some(object) = schema.as_object_mut() {
        object.insert("required".to_owned(), Value::Array(required));
    }
    schema
}

/// A request of the API.
struct Asked {
    method: Method,
    path: String,
    body: Option<Value>,
}

/// The request behind a tool; none if there is no such tool for this key.
fn asked(
    name: &str,
    mut arguments: JsonObject,
    context: &RequestContext<RoleServer>,
) -> Option<Asked> {
    if let Some(search) = SEARCHES.iter().find(|search| search.name == name) {
        let query: Vec<String> = arguments
            .iter()
            .map(|(field, value)| {
                let plain = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                format!("{}={}", encoded(field), encoded(&plain))
            })
            .collect();
        return may_use(context, search.permission).then(|| Asked {
            method: Method::GET,
            path: format!("{}?{}", search.path, query.join("&")),
            body: None,
        });
    }
    let tool = reading().find(|tool| tool.name == name)?;
    let customer = arguments.remove("customer_id").unwrap_or(json!(""));
    may_use(context, SERVES).then(|| Asked {
        method: Method::POST,
        path: format!("/api/v1/tools/{}/read", tool.name),
        body: Some(json!({"customer_id": customer, "arguments": arguments})),
    })
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

impl Handler {
    /// Whether the API answered with success, and its answer. What fails is told as the API tells it.
    async fn ask(&self, asked: Asked, parts: &Parts) -> Result<(bool, Value), ErrorData> {
        let failed = |_| ErrorData::internal_error("the request failed", None);
        let mut request = Request::builder().method(asked.method).uri(asked.path);
        if let Some(key) = parts.headers.get(header::AUTHORIZATION) {
            request = request.header(header::AUTHORIZATION, key);
        }
        let json = HeaderValue::from_static("application/json");
        let body = match asked.body {
            Some(body) => Body::from(body.to_string()),
            None => Body::empty(),
        };
        let mut request = request
            .header(header::CONTENT_TYPE, json)
            .body(body)
            .map_err(|_| ErrorData::internal_error("the request failed", None))?;
        request.extensions_mut().insert(from_here());
        let response: Response = match self.api.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let is_success = response.status().is_success();
        let body = to_bytes(response.into_body(), ANSWER_MAX)
            .await
            .map_err(failed)?;
        let answer = serde_json::from_slice(&body)
            .map_err(|_| ErrorData::internal_error("the answer is no JSON", None))?;
        Ok((is_success, answer))
    }
}
