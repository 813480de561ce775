//! A model behind real HTTP that answers as models do, and as they should not.

use std::time::Duration;

use shanying_bot::wording::{Ask, Writer as _, Written};
use shanying_kernel::Result;
use shanying_outbound::{Client, Guard, Tls};
use shanying_testkit::{FakeLlm, Manner};

use super::ChatModel;

const TEXT: &str = "您好，想请问一下，是哪一种机器要修理呢？";

fn model(llm: &FakeLlm, key: &str) -> ChatModel {
    let guard = Guard::parse(&["127.0.0.1".to_owned()]).expect("a guard");
    let client = Client::new(guard, Tls::new(None).expect("roots"));
    ChatModel::new(client, &llm.base_url(), "small", key).expect("a model")
}

fn ask() -> Ask {
    Ask {
        system: "措辞".to_owned(),
        user: "{}".to_owned(),
        max_tokens: 64,
        temperature: 0.3,
    }
}

async fn write(model: &ChatModel, most: usize) -> Result<Written> {
    model
        .write(ask(), &mut |so_far| so_far.chars().count() < most)
        .await
}

#[tokio::test]
async fn words_arrive_piece_by_piece_and_as_a_whole() {
    let llm = FakeLlm::start(TEXT).await;
    let model = model(&llm, FakeLlm::KEY);
    assert_eq!(model.name(), format!("small @ {}", llm.address));
    let expected = Written {
        text: TEXT.to_owned(),
        prompt_tokens: 57,
        completion_tokens: 21,
    };
    for manner in [Manner::Streams(Duration::ZERO), Manner::Whole] {
        llm.will(manner).await;
        assert_eq!(write(&model, 1000).await.expect("words"), expected);
    }
    let asked = llm.asked().await;
    assert_eq!(asked[0]["model"], "small");
    assert_eq!(asked[0]["stream"], true);
    assert_eq!(asked[0]["messages"][0]["role"], "system");
    assert_eq!(asked[0]["max_tokens"], 64);
}

#[tokio::test]
async fn a_writer_that_is_stopped_works_no_more() {
    let llm = FakeLlm::start(&TEXT.repeat(50)).await;
    llm.will(Manner::Streams(Duration::from_millis(5))).await;
    let written = write(&model(&llm, FakeLlm::KEY), 10).await.expect("words");
    assert!(
        (10..20).contains(&written.text.chars().count()),
        "{written:?}"
    );
    // Nothing was counted by the model: a character is a token.
    assert_eq!(
        written.completion_tokens,
        written.text.chars().count() as u64
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    let sent = llm.sent().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(llm.sent().await, sent, "the line is down");
}

#[tokio::test]
async fn what_goes_wrong_has_a_code_and_no_key_in_it() {
    let llm = FakeLlm::start(TEXT).await;
    for (manner, code) in [
        (Manner::Refuses(500), "llm.refused"),
        (Manner::Refuses(429), "llm.refused"),
        (Manner::BreaksOff, "llm.broken"),
        (Manner::Garbles, "llm.malformed"),
        (Manner::Fails, "llm.malformed"),
    ] {
        llm.will(manner.clone()).await;
        let error = write(&model(&llm, FakeLlm::KEY), 1000)
            .await
            .expect_err("a fault");
        assert_eq!(error.code, code, "{manner:?}");
        assert!(!format!("{error:?}").contains(FakeLlm::KEY));
    }
    let error = write(&model(&llm, "wrong"), 1000)
        .await
        .expect_err("a fault");
    assert_eq!(error.code, "llm.refused");
    assert!(
        error.message.contains("Incorrect API key"),
        "{}",
        error.message
    );
    let stranger = Client::new(
        Guard::parse(&[]).expect("a guard"),
        Tls::new(None).expect("roots"),
    );
    let stranger = ChatModel::new(stranger, &llm.base_url(), "small", "").expect("a model");
    let error = write(&stranger, 1000).await.expect_err("a fault");
    assert_eq!(
        error.code, "llm.address",
        "a private address must be allowed"
    );
}
