// The port: fill in the five methods. `devicemode adapter check -- ./adapter` says what is still missing.
package main

// Port is your SDK in a scenario. A method may return Threw{…} when the SDK refuses a call, and Open may return Skip{…}.
type Port struct{}

// Hello says what the port is, and what it can do.
func (port *Port) Hello() Object {
	return Object{
		"protocol":   1,
		"port":       Object{"name": "my-port", "version": "0.1.0", "language": "go"},
		"platforms":  []string{"web"},    // of web, ios, android, server
		"levels":     []string{"events"}, // events: Drain tells them; wire: the SDK uploads to message.Endpoints.Amplitude
		"pipelining": true,               // this loop does one message after the other
		// `devicemode adapter capabilities` lists them; claim nothing that does not work yet
		"capabilities": []string{},
	}
}

// Open begins a scenario: make a fresh SDK for message.App, with nothing left of an earlier scenario.
func (port *Port) Open(message Message) error { return nil }

// Call calls your SDK's track, page, screen, identify, …: message.Method, with Segment's flat JSON in message.Args.
func (port *Port) Call(message Message) error { return nil }

// Drain answers when nothing is under way any more; with message.Flush, let the SDK upload first. Level events: tell all
// events of the scenario so far, by app, as the SDK would upload them.
func (port *Port) Drain(message Message) (Object, error) { return Object{"apps": Object{}}, nil }

// Close ends the scenario.
func (port *Port) Close() error { return nil }

// With their capabilities come Advance, Lifecycle, Device, Page, CallSDK, LoadSDK and DeliverSettings.
