//! The contract is broken by whatever is not declared, and by nothing else.

use super::*;

fn contract() -> Contract {
    let answers = json!({
        "200": {"headers": {"ETag": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Team"}}}},
        "404": {"content": {"application/problem+json": {"schema": {"type": "object"}}}},
    });
    let name = json!({"name": "limit", "in": "query"});
    let team = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}});
    Contract::new(json!({
        "paths": {"/v1/teams/{id}": {"get": {"parameters": [name], "responses": answers}}},
        "components": {"schemas": {"Team": team}},
    }))
}

fn exchange<'a>(status: u16, headers: &'a [String], body: &'a Value) -> Exchange<'a> {
    Exchange {
        method: "get",
        path: "/v1/teams/7",
        parameters: &[],
        sent: None,
        status,
        media_type: "application/json",
        headers,
        body,
    }
}

#[track_caller]
fn check(exchange: &Exchange<'_>, expected: &str) {
    let broken = contract().broken(exchange).err().unwrap_or_default();
    assert!(
        broken.contains(expected) && broken.is_empty() == expected.is_empty(),
        "{broken}"
    );
}

#[test]
fn what_is_declared_passes() {
    let body = json!({"id": "0199f000-0000-7000-8000-000000000001"});
    check(&exchange(200, &["etag".into()], &body), "");
}

#[test]
fn what_is_not_declared_fails() {
    let headers = ["etag".to_owned()];
    let body = json!({"id": "0199f000-0000-7000-8000-000000000001"});
    let right = exchange(200, &headers, &body);
    check(
        &Exchange {
            status: 409,
            ..right
        },
        "status",
    );
    check(
        &Exchange {
            method: "put",
            ..right
        },
        "method",
    );
    check(
        &Exchange {
            path: "/v1/team/7",
            ..right
        },
        "path",
    );
    check(
        &Exchange {
            media_type: "text/html",
            ..right
        },
        "text/html",
    );
    check(
        &Exchange {
            headers: &[],
            ..right
        },
        "ETag",
    );
    check(
        &Exchange {
            body: &json!({"id": "7"}),
            ..right
        },
        "uuid",
    );
    check(
        &Exchange {
            body: &json!({}),
            ..right
        },
        "id",
    );
    let undeclared = ["colour".to_owned()];
    check(
        &Exchange {
            parameters: &undeclared,
            ..right
        },
        "colour",
    );
}
