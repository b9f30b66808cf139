//! A body as it was sent: JSON, or a form with `payload_json` and files.

use serde_json::Value;

/// The JSON of a body and the files beside it.
pub(crate) fn read(content_type: &str, body: &[u8]) -> Option<(Value, Vec<Vec<u8>>)> {
    let Some(boundary) = content_type.split("boundary=").nth(1) else {
        return match body {
            [] => Some((Value::Null, Vec::new())),
            text => Some((serde_json::from_slice(text).ok()?, Vec::new())),
        };
    };
    let mut json = Value::Null;
    let mut files = Vec::new();
    for part in split(body, format!("--{boundary}").as_bytes()) {
        let Some((head, content)) = halves(part, b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(head).to_lowercase();
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        if head.contains("name=\"payload_json\"") {
            json = serde_json::from_slice(content).ok()?;
        } else if head.contains("name=\"files[") {
            files.push(content.to_vec());
        }
    }
    Some((json, files))
}

fn split<'b>(body: &'b [u8], by: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some((part, after)) = halves(rest, by) {
        parts.push(part);
        rest = after;
    }
    parts
}

fn halves<'b>(bytes: &'b [u8], at: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let found = bytes.windows(at.len()).position(|window| window == at)?;
    Some((&bytes[..found], &bytes[found + at.len()..]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_form_gives_its_json_and_its_files() {
        let body = b"--b\r\ncontent-disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"x\"}\r\n\
            --b\r\ncontent-disposition: form-data; name=\"files[0]\"; filename=\"a.png\"\r\n\r\nPNG\r\n--b--\r\n";
        let (json, files) = read("multipart/form-data; boundary=b", body).unwrap();
        assert_eq!(json["content"], "x");
        assert_eq!(files, [b"PNG".to_vec()]);
    }
}
