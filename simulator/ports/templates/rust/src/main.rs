//! Speaks the adapter protocol, version 1, for the port in port.rs. There is nothing to change in here.

mod port;

use std::io::{self, BufRead, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

use serde_json::{json, Value};

/// How a method of the port can end other than well.
#[allow(dead_code)]
pub enum Outcome {
    /// Your SDK refuses the call: that is a result.
    Threw(String),
    /// `open` can't do the scenario, and why; with the address of an issue about it, or none.
    Skip { reason: String, issue: String },
    /// The adapter failed.
    Error(String),
    /// The port has no such method.
    Unknown,
}

pub type Done = Result<Value, Outcome>;

/// What comes with a capability: a port that claims it has the method.
pub trait More {
    fn advance(&mut self, _message: &Value) -> Done {
        Err(Outcome::Unknown)
    }
    fn lifecycle(&mut self, _message: &Value) -> Done {
        Err(Outcome::Unknown)
    }
    fn device(&mut self, _message: &Value) -> Done {
        Err(Outcome::Unknown)
    }
    fn page(&mut self, _message: &Value) -> Done {
        Err(Outcome::Unknown)
    }
    fn call_sdk(&mut self, _message: &Value) -> Done {
        Err(Outcome::Unknown)
    }
    fn load_sdk(&mut self, _message: &Value) -> Done {
        Err(Outcome::Unknown)
    }
    fn deliver_settings(&mut self, _message: &Value) -> Done {
        Err(Outcome::Unknown)
    }
}

fn main() -> io::Result<()> {
    let mut port = port::Port::default();
    let mut replies = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let reply = match serde_json::from_slice::<Value>(&line?) {
            Ok(message) if message["do"] == "bye" => return Ok(()),
            Ok(message) => reply(&mut port, &message),
            Err(error) => {
                json!({"id": 0, "error": {"message": format!("the message can't be read: {error}")}})
            }
        };
        writeln!(replies, "{reply}")?;
        replies.flush()?;
    }
    Ok(())
}

fn reply(port: &mut port::Port, message: &Value) -> Value {
    let id = &message["id"];
    let what = message["do"].as_str().unwrap_or("");
    let done = catch_unwind(AssertUnwindSafe(|| answer(port, what, message)));
    match done.unwrap_or_else(|_| {
        Err(Outcome::Error(
            "the port panicked; see its standard error".into(),
        ))
    }) {
        Ok(ok) if ok.is_null() => json!({"id": id, "ok": {}}),
        Ok(ok) => json!({"id": id, "ok": ok}),
        Err(Outcome::Threw(says)) => json!({"id": id, "threw": {"message": says}}),
        Err(Outcome::Skip { reason, issue }) => {
            json!({"id": id, "skip": {"reason": reason, "issue": issue}})
        }
        Err(Outcome::Error(says)) => json!({"id": id, "error": {"message": says}}),
        Err(Outcome::Unknown) => {
            json!({"id": id, "error": {"message": format!("the adapter does not know the message {what}")}})
        }
    }
}

fn answer(port: &mut port::Port, what: &str, message: &Value) -> Done {
    match what {
        "hello" => port.hello(),
        "open" => port.open(message),
        "call" => port.call(message),
        "drain" => port.drain(message),
        "close" => port.close(),
        "advance" => port.advance(message),
        "lifecycle" => port.lifecycle(message),
        "device" => port.device(message),
        "page" => port.page(message),
        "call-sdk" => port.call_sdk(message),
        "load-sdk" => port.load_sdk(message),
        "deliver-settings" => port.deliver_settings(message),
        _ => Err(Outcome::Unknown),
    }
}
