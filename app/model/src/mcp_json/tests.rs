use std::collections::BTreeMap;

use super::*;
use crate::server_import::ImportEntry;
use crate::{Secret, ServerAuth, ServerAuthKind};

/// The verdict on each entry, as a line.
fn verdicts(text: &str) -> Vec<String> {
    let line = |told: &ImportEntry| {
        let verdict = match (&told.refusal, told.needs.as_slice()) {
            (Some(refusal), _) => format!("refused: {} {}", refusal.reason, refusal.detail),
            (None, []) => format!("ready: {}", told.auth_kind),
            (None, needs) => {
                let keys: Vec<_> = needs.iter().map(|need| need.key.as_str()).collect();
                format!("needs {}: {}", keys.join(", "), told.auth_kind)
            }
        };
        format!("{}: {}", told.name, verdict.trim_end())
    };
    read(text).unwrap().iter().map(|entry| line(&entry.told)).collect()
}

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, Secret> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), Secret::from((*value).to_owned()))).collect()
}

fn bearer(token: &str) -> ServerAuth {
    ServerAuth::Bearer { token: token.to_owned().into() }
}

/// <https://code.claude.com/docs/en/mcp>, November 2026: the examples of `.mcp.json` in one file.
#[test]
fn claude_code() {
    let text = include_str!("../../tests/mcp_json/claude-code.json");
    assert_eq!(
        verdicts(text),
        [
            "shared-server: ready: none",
            "api-server: needs env:API_KEY: bearer",
            "private-api: refused: sse",
            "database-tools: refused: stdio /path/to/server",
        ]
    );
    let entries = read(text).unwrap();
    assert_eq!(entries[1].fill(&BTreeMap::new()).unwrap_err(), ["env:API_KEY"]);
    let (url, auth) = entries[1].fill(&values(&[("env:API_KEY", "k")])).unwrap();
    assert_eq!((url.as_str(), auth), ("https://api.example.com/mcp", bearer("k")));
    let (url, _) =
        entries[1].fill(&values(&[("env:API_KEY", "k"), ("env:API_BASE_URL", "https://other.example")])).unwrap();
    assert_eq!(url, "https://other.example/mcp");
}

/// <https://github.com/geelen/mcp-remote>, README: remote servers for a Claude Desktop that knows only commands.
#[test]
fn claude_desktop() {
    let text = include_str!("../../tests/mcp_json/claude-desktop.json");
    assert_eq!(
        verdicts(text),
        [
            "filesystem: refused: stdio npx",
            "remote-example: ready: bearer",
            "no-spaces: ready: bearer",
            "old: refused: sse",
        ]
    );
    let (url, auth) = read(text).unwrap()[1].fill(&BTreeMap::new()).unwrap();
    assert_eq!((url.as_str(), auth), ("https://remote.mcp.server/mcp", bearer("an-auth-token")));
}

/// <https://cursor.com/docs/mcp>, November 2026.
#[test]
fn cursor() {
    let text = include_str!("../../tests/mcp_json/cursor.json");
    assert_eq!(
        verdicts(text),
        [
            "server-name: ready: headers",
            "remote-server: needs env:MY_SERVICE_TOKEN: bearer",
            "oauth-server: refused: sign_in auth",
            "local-server: refused: stdio python",
        ]
    );
}

/// <https://code.visualstudio.com/docs/copilot/reference/mcp-configuration>, November 2026; with the comments and
/// trailing commas that VS Code takes.
#[test]
fn vs_code() {
    let text = include_str!("../../tests/mcp_json/vscode.json");
    assert_eq!(
        verdicts(text),
        [
            "github: ready: none",
            "perplexity: refused: stdio npx",
            "internal: needs input:internal-url, input:internal-token: headers",
            "picked: refused: variable ${command:pick}",
        ]
    );
    let entry = &read(text).unwrap()[2].told;
    let described: Vec<_> = entry.needs.iter().map(|need| (need.in_url, need.description.as_deref())).collect();
    assert_eq!(described, [(true, None), (false, Some("Token of the internal tools"))]);
    assert_eq!(entry.headers_left_out, ["Accept"]);
}

/// <https://docs.windsurf.com/windsurf/cascade/mcp>, <https://docs.cline.bot/mcp>, <https://zed.dev/docs/ai/mcp>.
#[test]
fn the_others() {
    assert_eq!(
        verdicts(include_str!("../../tests/mcp_json/windsurf.json")),
        ["remote-http-mcp: needs env:AUTH_TOKEN: bearer", "from-file: refused: variable ${file:/etc/token}"]
    );
    let cline = include_str!("../../tests/mcp_json/cline.json");
    assert_eq!(verdicts(cline), ["remote: ready: headers", "off: ready: none"]);
    let disabled: Vec<_> = read(cline).unwrap().iter().map(|entry| entry.told.disabled).collect();
    assert_eq!(disabled, [false, true]);
    assert_eq!(
        verdicts(include_str!("../../tests/mcp_json/zed.json")),
        ["local-mcp-server: refused: stdio some-command", "remote-mcp-server: ready: bearer"]
    );
}

#[test]
fn what_is_wrong_with_an_entry_is_said_by_it() {
    let text = r#"{ "mcpServers": {
        "Same": { "url": "https://a.example" }, "same": { "url": "https://b.example" },
        "": { "url": "https://c.example" },
        "text": "https://d.example", "number": { "url": 7 }, "headers": { "url": "https://e.example", "headers": ["x"] },
        "header value": { "url": "https://e.example", "headers": { "X-Key": 7 } },
        "header name": { "url": "https://e.example", "headers": { "X Key": "7" } },
        "neither": {}, "relative": { "url": "/mcp" }, "scheme": { "url": "ftp://f.example" },
        "credentials": { "url": "https://me:pw@g.example" }, "transport": { "type": "ws", "url": "wss://h.example" }
    } }"#;
    assert_eq!(
        verdicts(text),
        [
            "Same: refused: duplicate",
            "same: refused: duplicate",
            ": refused: name",
            "text: refused: shape text",
            "number: refused: shape url",
            "headers: refused: shape headers",
            "header value: refused: shape headers.X-Key",
            "header name: refused: header X Key",
            "neither: refused: no_address",
            "relative: refused: url /mcp",
            "scheme: refused: url ftp://f.example",
            "credentials: refused: url_credentials",
            "transport: refused: transport ws",
        ]
    );
}

#[test]
fn what_is_wrong_with_the_whole_is_told_without_quoting_it() {
    let key = |text: &str| match read(text).unwrap_err() {
        FieldCode::Rule { message } => message,
        other => Message::new(other.code()),
    };
    assert_eq!(key("  \n").key, "required");
    let message = key("{ \"mcpServers\": {\n  t0k3n } }");
    assert_eq!(message.key, "server-import-not-json");
    assert_eq!(message.params["line"], "2");
    assert!(!format!("{message:?}").contains("t0k3n"));
    for text in ["[]", "7", "null", "{ \"mcpServers\": [\"t0k3n\"] }", "{ \"servers\": \"t0k3n\" }"] {
        let message = key(text);
        assert_eq!(message.key, "server-import-shape", "{text}");
        assert!(!format!("{message:?}").contains("t0k3n"));
    }
    for text in ["{}", "{ \"mcpServers\": {} }", "{ \"other\": { \"x\": { \"url\": \"https://a.example\" } } }"] {
        assert_eq!(key(text).key, "server-import-none", "{text}");
    }
    let many: Vec<_> = (0..10_000).map(|n| format!("\"s{n}\":{{\"url\":\"x\"}}")).collect();
    let message = key(&format!("{{\"mcpServers\":{{{}}}}}", many.join(",")));
    assert_eq!((message.key.as_str(), message.params["count"].as_str()), ("server-import-too-many", "10000"));
    assert_eq!(key(&" x".repeat(MAX_BYTES)).key, "server-import-too-long");
    assert_eq!(key(&"[".repeat(10_000)).key, "server-import-shape");
    assert_eq!(key(&format!("{{\"inputs\":{}", "[".repeat(10_000))).key, "server-import-not-json");
}

#[test]
fn what_is_read_and_printed_shows_no_secret() {
    let text = r#"{ "mcpServers": { "a": { "url": "https://a.example", "headers": { "X-Key": "pl4nt3d" } } } }"#;
    let entries = read(text).unwrap();
    assert!(!format!("{entries:?}").contains("pl4nt3d"));
    assert!(!serde_json::to_string(&entries[0].told).unwrap().contains("pl4nt3d"));
}

#[test]
fn what_is_written_is_read_again() {
    let server =
        |name: &str, auth| ExportServer { name: name.to_owned(), url: format!("https://x.example/{name}"), auth };
    let servers = [
        server("plain", ExportAuth::None),
        server("build 01", ExportAuth::Bearer),
        server("build-01", ExportAuth::Bearer),
        server("1st", ExportAuth::Basic),
        server("keys", ExportAuth::Headers(vec!["X-Key".to_owned(), "X-Org".to_owned()])),
    ];
    for (format, needs) in [
        (
            McpJsonFormat::Claude,
            ["env:BUILD_01_TOKEN", "env:BUILD_01_TOKEN_2", "env:MCP_1ST_CREDENTIALS", "env:KEYS_X_KEY"],
        ),
        (
            McpJsonFormat::Cursor,
            ["env:BUILD_01_TOKEN", "env:BUILD_01_TOKEN_2", "env:MCP_1ST_CREDENTIALS", "env:KEYS_X_KEY"],
        ),
        (
            McpJsonFormat::VsCode,
            ["input:build-01-token", "input:build-01-token-2", "input:mcp-1st-credentials", "input:keys-x-key"],
        ),
    ] {
        let text = write(format, &servers);
        let entries: BTreeMap<_, _> =
            read(&text).unwrap().into_iter().map(|entry| (entry.told.name.clone(), entry.told)).collect();
        let found = ["build 01", "build-01", "1st", "keys"].map(|name| entries[name].needs[0].key.clone());
        assert_eq!(found, needs, "{text}");
        assert!(entries.values().all(|told| told.refusal.is_none()), "{text}");
        let kinds = ["plain", "build 01", "1st", "keys"].map(|name| entries[name].auth_kind);
        use ServerAuthKind::{Basic, Bearer, Headers, None};
        assert_eq!(kinds, [None, Bearer, Basic, Headers]);
        let described = entries["build 01"].needs[0].description.is_some();
        assert_eq!(described, format == McpJsonFormat::VsCode);
    }
}
