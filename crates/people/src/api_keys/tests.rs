//! Nobody gives a key more than they may do.

use serde_json::json;
use shanying_testkit::{TestApp, databases};
use shanying_web_kit::Permission;

#[tokio::test]
async fn a_key_never_exceeds_its_maker() {
    for database in databases() {
        let app = TestApp::start(&database, crate::routes(), async |builder| Ok(builder)).await;
        let make = |permission: &str| {
            app.post(
                "/api-keys",
                json!({"name": "x", "permissions": [permission]}),
            )
            .may(&[Permission::ManageAgents, Permission::ViewCustomers])
        };
        let _ = make("customers.view").await.ok();
        assert_eq!(make("audit.view").await.error(), "403 forbidden.permission");
    }
}
