//! The tools that a task may use, with their parameters laid flat for the editor.

use serde::Serialize;
use serde_json::Value;
use shanying_commerce::tools::{Risk, Tool, tools};

/// A tool that a task may use.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TaskTool {
    /// Stable name.
    pub name: &'static str,
    /// In Chinese.
    pub title_zh: &'static str,
    /// In English.
    pub title_en: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// What it may cause.
    pub risk: Risk,
    /// Its parameters.
    pub parameters: Vec<TaskParameter>,
}

/// A parameter of a tool; a dot in the name leads into an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TaskParameter {
    /// Such as `order_no` and `receiver.city`.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Whether the tool needs it.
    pub required: bool,
    /// The values that it takes, when they are a list.
    pub values: Vec<String>,
}

/// All tools.
pub(super) fn task_tools() -> Vec<TaskTool> {
    tools()
        .iter()
        .map(|tool| TaskTool {
            name: tool.name,
            title_zh: tool.title_zh,
            title_en: tool.title_en,
            description: tool.description,
            risk: tool.risk,
            parameters: parameters(tool),
        })
        .collect()
}

/// Parameters of a tool that a talk can give: texts, numbers and objects of them, no lists.
pub(in crate::dialogue) fn parameters(tool: &Tool) -> Vec<TaskParameter> {
    let mut all = Vec::new();
    lay_flat(&tool.parameters(), "", true, &mut all);
    all
}

fn lay_flat(schema: &Value, prefix: &str, needed: bool, all: &mut Vec<TaskParameter>) {
    let required = schema.get("required").and_then(Value::as_array);
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    for (name, inner) in properties {
        let required = needed && required.is_some_and(|names| names.iter().any(|one| one == name));
        let path = format!("{prefix}{name}");
        // What may be left out stands beside `null`.
        let inner = one_of(inner);
        if inner.get("properties").is_some() {
            lay_flat(inner, &format!("{path}."), required, all);
            continue;
        }
        // A list of texts takes all values of a slot; of lists of things nothing can be told here.
        let things = inner.get("items");
        if things.is_some_and(|one| one.get("type").and_then(Value::as_str) != Some("string")) {
            continue;
        }
        let values = inner.get("enum").and_then(Value::as_array);
        let description = inner.get("description").and_then(Value::as_str);
        all.push(TaskParameter {
            name: path,
            description: description.unwrap_or_default().to_owned(),
            required,
            values: values
                .into_iter()
                .flatten()
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect(),
        });
    }
}

fn one_of(schema: &Value) -> &Value {
    let several = schema
        .get("oneOf")
        .or_else(|| schema.get("allOf"))
        .and_then(Value::as_array);
    several
        .and_then(|list| {
            list.iter()
                .find(|one| one.get("type").and_then(Value::as_str) != Some("null"))
        })
        .unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use shanying_commerce::tools::tools;

    use super::parameters;

    fn names(tool: &str) -> Vec<(String, bool)> {
        let tool = tools().iter().find(|one| one.name == tool).unwrap();
        parameters(tool)
            .into_iter()
            .map(|one| (one.name, one.required))
            .collect()
    }

    #[test]
    fn objects_are_laid_flat_and_lists_left_out() {
        let address = names("change_address");
        assert!(
            address.contains(&("receiver.city".to_owned(), true)),
            "{address:?}"
        );
        let refund = names("request_refund");
        assert!(refund.contains(&("kind".to_owned(), true)), "{refund:?}");
        assert!(refund.contains(&("note".to_owned(), false)), "{refund:?}");
        assert!(refund.iter().all(|(name, _)| name != "items"), "{refund:?}");
        let tool = tools().iter().find(|one| one.name == "compensate").unwrap();
        let form = parameters(tool).into_iter().find(|one| one.name == "form");
        assert_eq!(form.unwrap().values, ["coupon", "points"]);
    }
}
