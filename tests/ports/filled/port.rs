use serde_json::{json, Value};

use crate::{Done, More, Outcome};

#[derive(Default)]
pub struct Port {
    app: String,
    device: String,
    user: Value,
    events: Vec<Value>,
}

impl Port {
    pub fn hello(&self) -> Done {
        Ok(json!({
            "protocol": 1, "port": {"name": "my-port", "version": "0.1.0", "language": "rust"},
            "platforms": ["web"], "levels": ["events"], "pipelining": true,
            "capabilities": ["device-id", "refusals"],
        }))
    }

    pub fn open(&mut self, message: &Value) -> Done {
        let app = message["app"].as_str().unwrap_or("").to_string();
        let device = format!("{}{}", message["seed"], app);
        *self = Port { app, device, ..Port::default() };
        match message["settings"]["apiKey"].as_str() {
            Some("") | None => Err(Outcome::Threw("an API key, please".into())),
            _ => Ok(Value::Null),
        }
    }

    pub fn call(&mut self, message: &Value) -> Done {
        let args = &message["args"];
        if let Some(user) = args.get("userId") {
            self.user = user.clone();
        }
        if message["method"] == "track" {
            self.events.push(json!({
                "event_type": args["event"], "event_properties": args["properties"],
                "device_id": self.device, "user_id": self.user, "session_id": 1,
            }));
        }
        Ok(Value::Null)
    }

    pub fn drain(&mut self, _message: &Value) -> Done {
        Ok(json!({"apps": {&self.app: {"events": self.events, "deviceId": self.device}}}))
    }

    pub fn close(&mut self) -> Done {
        Ok(Value::Null)
    }
}

impl More for Port {}
