//! The port: fill in the five methods. `devicemode adapter check -- target/debug/adapter` says what is still missing.

use serde_json::{json, Value};

use crate::{Done, More};

/// Your SDK in a scenario. A method may return `Err(Outcome::Threw(…))` when the SDK refuses a call, and `open`
/// `Err(Outcome::Skip { … })`. Standard output is for replies alone: print to standard error.
#[derive(Default)]
pub struct Port {}

impl Port {
    pub fn hello(&self) -> Done {
        Ok(json!({
            "protocol": 1,
            "port": {"name": "my-port", "version": "0.1.0", "language": "rust"},
            "platforms": ["web"], // of web, ios, android, server
            "levels": ["events"], // events: drain tells them; wire: the SDK uploads to message["endpoints"]["amplitude"]
            "capabilities": [], // `devicemode adapter capabilities` lists them; claim nothing that does not work yet
            "pipelining": true, // the loop in main.rs does one message after the other
        }))
    }

    /// A scenario begins: make a fresh SDK for `message["app"]`, with nothing left of an earlier scenario.
    pub fn open(&mut self, _message: &Value) -> Done {
        Ok(Value::Null)
    }

    /// Call your SDK's track, page, screen, identify, …: `message["method"]`, with Segment's flat JSON in `["args"]`.
    pub fn call(&mut self, _message: &Value) -> Done {
        Ok(Value::Null)
    }

    /// Answer when nothing is under way any more; with `message["flush"]`, let the SDK upload first. Level events: tell all
    /// events of the scenario so far, by app, as the SDK would upload them.
    pub fn drain(&mut self, _message: &Value) -> Done {
        Ok(json!({"apps": {}}))
    }

    /// The scenario is over.
    pub fn close(&mut self) -> Done {
        Ok(Value::Null)
    }
}

/// With their capabilities come advance, lifecycle, device, page, call_sdk, load_sdk and deliver_settings.
impl More for Port {}
