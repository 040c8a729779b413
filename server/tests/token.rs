//! Doors of tokens: what is no token of ours, not the right one or not good any more opens nothing, and is told so in one
//! way.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use model::Secret;
use serde_json::{Value, json};
use studio_core::user;
use support::{Doors, PASSWORD, Reply, Tokens};
use test_support::{TestClock, TestStudio};

/// Nobody is let in, and told how to come in (RFC 9110, 15.5.2; RFC 6750, 3).
fn assert_refused(reply: &Reply, what: &str) {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{what}: {}", reply.text());
    assert_eq!(reply.header("content-type"), "application/problem+json", "{what}");
    let challenge = reply.header("www-authenticate");
    assert_eq!(challenge.split(' ').next(), Some("Bearer"), "{what}: {challenge:?}");
    let problem = reply.json();
    assert_eq!((problem["code"].as_str(), problem["status"].as_u64()), (Some("unauthenticated"), Some(401)), "{what}");
    assert!(problem["title"].is_string() && problem["detail"].is_string(), "{what}: {problem}");
}

/// The header of our access tokens.
fn header(algorithm: Algorithm) -> Header {
    Header { typ: Some("at+jwt".to_owned()), ..Header::new(algorithm) }
}

fn sign(header: &Header, claims: &Value, key: &[u8]) -> String {
    jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(key)).unwrap()
}

fn claims_of(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_token_opens_nothing() {
    let doors = Doors::start().await;
    doors.studio.owner("ada").await.unwrap();
    doors.studio.owner("eve").await.unwrap();
    let good = doors.login("ada").await.access;
    let eve = claims_of(&doors.login("eve").await.access);
    let claims = claims_of(&good);
    let key = TestStudio::ACCESS_KEY;
    let ours = header(Algorithm::HS256);
    // The forger's tools work: only what is changed below is what is refused.
    assert_eq!(doors.me(&good).await.status, StatusCode::OK);
    assert_eq!(doors.me(&sign(&ours, &claims, &key)).await.status, StatusCode::OK);

    let parts: Vec<&str> = good.split('.').collect();
    let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let with = |claim: &str, value: Value| {
        let mut claims = claims.clone();
        claims[claim] = value;
        claims
    };
    let without = |claim: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().remove(claim);
        claims
    };
    let none = encode(&json!({ "alg": "none", "typ": "at+jwt" }));
    let as_eve = encode(&with("sub", eve["sub"].clone()));
    let long_lived = encode(&with("exp", json!(claims["exp"].as_i64().unwrap() + 86_400)));
    let nobody = json!("00000000-0000-7000-8000-000000000000");
    let mut forged = vec![
        ("alg none, unsigned", format!("{none}.{}.", parts[1])),
        ("alg none, with our signature", format!("{none}.{}.{}", parts[1], parts[2])),
        ("another algorithm with our key", sign(&header(Algorithm::HS512), &claims, &key)),
        ("another key", sign(&ours, &claims, &[8; 32])),
        ("another user", format!("{}.{as_eve}.{}", parts[0], parts[2])),
        ("a longer life", format!("{}.{long_lived}.{}", parts[0], parts[2])),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("another kind of token", sign(&Header::new(Algorithm::HS256), &claims, &key)),
        ("another audience", sign(&ours, &with("aud", json!("elsewhere")), &key)),
        ("another issuer", sign(&ours, &with("iss", json!("somebody")), &key)),
        ("over", sign(&ours, &with("exp", claims["iat"].clone()), &key)),
        ("the session of another user", sign(&ours, &with("sid", eve["sid"].clone()), &key)),
        ("the user of another session", sign(&ours, &with("sub", eve["sub"].clone()), &key)),
        ("no session of ours", sign(&ours, &with("sid", nobody.clone()), &key)),
        ("no user of ours", sign(&ours, &with("sub", nobody), &key)),
        ("nonsense", "nonsense".to_owned()),
        ("nothing", String::new()),
    ];
    for claim in ["iss", "aud", "sub", "sid", "exp"] {
        forged.push((claim, sign(&ours, &without(claim), &key)));
    }
    for (what, token) in forged {
        let reply = doors.me(&token).await;
        assert_refused(&reply, what);
        assert_eq!(reply.header("www-authenticate"), "Bearer error=\"invalid_token\"", "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_to_bring_a_token() {
    let doors = Doors::start().await;
    for path in ["/api/v1/me", "/api/v1/orgs/acme/servers", "/api/v1/orgs/acme/events"] {
        let reply = doors.send("GET", path, &[], "").await;
        assert_refused(&reply, path);
        assert_eq!(reply.header("www-authenticate"), "Bearer", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_is_over_after_a_quarter_of_an_hour() {
    let clock = Arc::new(TestClock::default());
    let doors = Doors::with_clock(clock.clone()).await;
    doors.studio.owner("ada").await.unwrap();
    let tokens = doors.login("ada").await;
    clock.advance(Duration::seconds(898));
    assert_eq!(doors.me(&tokens.access).await.status, StatusCode::OK);
    clock.advance(Duration::seconds(2));
    assert_refused(&doors.me(&tokens.access).await, "an expired token");
    // The session goes on with the refresh token, for a month.
    let next = doors.refresh(&tokens.refresh).await;
    assert_eq!(next.status, StatusCode::OK, "{}", next.text());
    let next = Tokens::of(&next);
    assert_eq!(doors.me(&next.access).await.status, StatusCode::OK);
    clock.advance(Duration::days(30));
    assert_refused(&doors.refresh(&next.refresh).await, "an expired refresh token");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_opens_its_own_door_only() {
    let doors = Doors::start().await;
    let ada = doors.studio.owner("ada").await.unwrap();
    let tokens = doors.login("ada").await;
    assert_refused(&doors.me(&tokens.refresh).await, "a refresh token as access token");
    assert_refused(&doors.me(&ada.token).await, "a cookie's token as access token");
    assert_refused(&doors.refresh(&tokens.access).await, "an access token as refresh token");
    assert_refused(&doors.refresh(&ada.token).await, "a cookie's token as refresh token");
    for (what, token) in [("an access token", &tokens.access), ("a refresh token", &tokens.refresh)] {
        let cookie = format!("mas_session={token}");
        assert_refused(&doors.send("GET", "/api/v1/me", &[("cookie", &cookie)], "").await, what);
    }
    // None of these was taken for a stolen one.
    assert_eq!(doors.me(&tokens.access).await.status, StatusCode::OK);
    assert_eq!(doors.refresh(&tokens.refresh).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_end_with_their_session() {
    let doors = Doors::start().await;
    let ada = doors.studio.owner("ada").await.unwrap();
    let (left, other) = (doors.login("ada").await, doors.login("ada").await);
    let bearer = format!("Bearer {}", left.access);
    let reply = doors.send("POST", "/api/v1/auth/logout", &[("authorization", &bearer)], "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_refused(&doors.me(&left.access).await, "signed out");
    assert_refused(&doors.refresh(&left.refresh).await, "signed out, refreshed");

    assert_eq!(doors.me(&other.access).await.status, StatusCode::OK, "another session of the same user");
    let [old, new] = [PASSWORD, "another horse battery"].map(|word| Secret::from(word.to_owned()));
    user::change_password(&ada.ctx, &old, &new).await.unwrap();
    assert_refused(&doors.me(&other.access).await, "the password was changed");
    assert_refused(&doors.refresh(&other.refresh).await, "the password was changed, refreshed");
    let cookie = format!("mas_session={}", ada.token);
    let reply = doors.send("GET", "/api/v1/me", &[("cookie", &cookie)], "").await;
    assert_eq!(reply.status, StatusCode::OK, "the session in which it was changed");
}

/// Two who refresh with the same token at the same moment: one of them has it from the other.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_refresh_at_once_one_gets_tokens_and_then_nobody_has_any() {
    let doors = Doors::start().await;
    doors.studio.owner("ada").await.unwrap();
    let bystander = doors.login("ada").await;
    let tokens = doors.login("ada").await;
    let (one, other) = tokio::join!(doors.refresh(&tokens.refresh), doors.refresh(&tokens.refresh));
    let (won, lost) = if one.status == StatusCode::OK { (one, other) } else { (other, one) };
    assert_eq!(won.status, StatusCode::OK, "{}", won.text());
    assert_refused(&lost, "the second");
    let next = Tokens::of(&won);
    assert_refused(&doors.me(&tokens.access).await, "the old access token");
    assert_refused(&doors.me(&next.access).await, "the new access token");
    assert_refused(&doors.refresh(&next.refresh).await, "the new refresh token");
    assert_eq!(doors.me(&bystander.access).await.status, StatusCode::OK, "another session of the same user");
    let owner = doors.studio.database.owner().await.unwrap();
    let row = owner.query_one("SELECT count(*) FROM audit_log WHERE action = 'user.token-reuse'", &[]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 1, "told once");
}
