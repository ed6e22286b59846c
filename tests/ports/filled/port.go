package main

type Port struct {
	app, seed string
	user      any
	events    []Object
}

func (port *Port) Hello() Object {
	return Object{
		"protocol": 1, "port": Object{"name": "my-port", "version": "0.1.0", "language": "go"},
		"platforms": []string{"web"}, "levels": []string{"events"}, "pipelining": true,
		"capabilities": []string{"device-id", "refusals"},
	}
}

func (port *Port) Open(message Message) error {
	*port = Port{app: message.App, seed: message.Seed + message.App}
	if message.Settings["apiKey"] == "" {
		return Threw{"an API key, please"}
	}
	return nil
}

func (port *Port) Call(message Message) error {
	if user, given := message.Args["userId"]; given {
		port.user = user
	}
	if message.Method == "track" {
		port.events = append(port.events, Object{
			"event_type": message.Args["event"], "event_properties": message.Args["properties"],
			"device_id": port.seed, "user_id": port.user, "session_id": 1,
		})
	}
	return nil
}

func (port *Port) Drain(message Message) (Object, error) {
	events := append([]Object{}, port.events...)
	return Object{"apps": Object{port.app: Object{"events": events, "deviceId": port.seed}}}, nil
}

func (port *Port) Close() error { return nil }
