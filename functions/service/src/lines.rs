//! Lines of the log: a JSON object each, as CloudWatch reads them.
//!
//! Every request writes one or two of them. They are written straight from an event's fields: the subscriber's own
//! JSON writes the fields of a span, reads them and writes them again for each line, which was a sixth of the time of a
//! score.

use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::telemetry;

/// Writes an event as one line: time, level, the event's fields, target, and the request that it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut line = String::with_capacity(1_024);
        line.push_str(r#"{"timestamp":""#);
        SystemTime.format_time(&mut Writer::new(&mut line))?;
        line.push_str(r#"","level":""#);
        line.push_str(event.metadata().level().as_str());
        line.push('"');
        event.record(&mut Fields(&mut line));
        line.push_str(r#","target":"#);
        quote(&mut line, event.metadata().target());
        if let Some(request) = telemetry::current() {
            line.push_str(r#","span":{"request_id":"#);
            quote(&mut line, &request.id);
            line.push_str(r#","name":"request"}"#);
        }
        line.push_str("}\n");
        writer.write_str(&line)
    }
}

/// Writes fields behind those that a line has already.
struct Fields<'a>(&'a mut String);

impl Fields<'_> {
    fn field(&mut self, field: &Field, value: impl FnOnce(&mut String)) {
        self.0.push(',');
        quote(self.0, field.name());
        self.0.push(':');
        value(self.0);
    }

    fn figure(&mut self, field: &Field, value: impl fmt::Display) {
        self.field(field, |line| write(line, format_args!("{value}")));
    }
}

impl Visit for Fields<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        if value.is_finite() {
            self.figure(field, value);
        } else {
            self.figure(field, "null");
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.figure(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.figure(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.figure(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.field(field, |line| quote(line, value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

/// Writes to memory, which does not fail.
fn write(line: &mut String, text: fmt::Arguments<'_>) {
    let _ = line.write_fmt(text);
}

/// A text as JSON writes it (RFC 8259, section 7).
fn quote(line: &mut String, text: &str) {
    line.push('"');
    let is_plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        line.push_str(text);
    } else {
        for letter in text.chars() {
            match letter {
                '"' | '\\' => line.extend(['\\', letter]),
                '\0'..'\x20' => write(line, format_args!("\\u{:04x}", u32::from(letter))),
                _ => line.push(letter),
            }
        }
    }
    line.push('"');
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use serde_json::{Value, json};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_json_whatever_stands_in_it() {
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = tracing_subscriber::fmt().event_format(JsonLines).with_writer(move || writer.clone());
        tracing::subscriber::with_default(lines.finish(), || {
            let text = "quote \" backslash \\ tab \t end \u{1} é \u{1f642}\n";
            let (absent, list) = (None::<u64>, vec!["a\"b"]);
            tracing::info!(
                target: "here", text, share = 0.1, tiny = 2.5e-7, none = f64::NAN, small = -3, great = u64::MAX,
                yes = true, absent, ?list, name = %"shown", "a message of {} parts", 2
            );
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        let mut line: Value = serde_json::from_str(&text).unwrap();
        let time = line.as_object_mut().unwrap().remove("timestamp").unwrap();
        assert!(time.as_str().is_some_and(|time| time.ends_with('Z')), "{time}");
        let expected = json!({
            "level": "INFO", "target": "here", "message": "a message of 2 parts",
            "text": "quote \" backslash \\ tab \t end \u{1} é \u{1f642}\n", "share": 0.1, "tiny": 2.5e-7, "none": null,
            "small": -3, "great": u64::MAX, "yes": true, "list": "[\"a\\\"b\"]", "name": "shown",
        });
        assert_eq!(line, expected);
    }
}
