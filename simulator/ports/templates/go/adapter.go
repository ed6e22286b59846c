// Speaks the adapter protocol, version 1, for the port in port.go. There is nothing to change in here.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// Object is a JSON object, such as Segment's flat JSON.
type Object = map[string]any

// Message is what the harness says; see the protocol's page for which message has what.
type Message struct {
	Do         string `json:"do"`
	ID         int    `json:"id"`
	Case       string `json:"case"`
	App        string `json:"app"`
	Platform   string `json:"platform"`
	Mode       string `json:"mode"`
	Settings   Object `json:"settings"`
	Device     Object `json:"device"`
	Time       int64  `json:"time"`
	Seed       string `json:"seed"`
	Endpoints  struct{ Amplitude string }
	Method     string `json:"method"`
	Args       Object `json:"args"`
	MS         int64  `json:"ms"`
	Event      string `json:"event"`
	Attributes Object `json:"attributes"`
	URL        string `json:"url"`
	Flush      bool   `json:"flush"`
}

// Threw is the error of a call that your SDK refuses.
type Threw struct{ Message string }

func (threw Threw) Error() string { return threw.Message }

// Skip is the error of an Open whose scenario your SDK can't do; Issue is the address of an issue about it, if any.
type Skip struct{ Reason, Issue string }

func (skip Skip) Error() string { return skip.Reason }

func main() {
	// Standard output is for replies alone; whatever else is printed goes to standard error.
	replies := os.Stdout
	os.Stdout = os.Stderr
	port := &Port{}
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := input.ReadBytes('\n')
		if len(line) > 0 {
			message := Message{}
			decoder := json.NewDecoder(bytes.NewReader(line))
			decoder.UseNumber() // 10.50 and 2e3 reach the SDK as they were written
			wrong := decoder.Decode(&message)
			if message.Do == "bye" {
				return
			}
			written, _ := json.Marshal(reply(port, message, wrong))
			replies.Write(append(written, '\n'))
		}
		if err == io.EOF {
			return
		}
	}
}

func reply(port *Port, message Message, wrong error) (made Object) {
	made = Object{"id": message.ID}
	defer func() {
		if panicked := recover(); panicked != nil {
			made = Object{"id": message.ID, "error": Object{"message": fmt.Sprint(panicked), "trace": string(debug.Stack())}}
		}
	}()
	if wrong != nil {
		made["error"] = Object{"message": "the message can't be read: " + wrong.Error()}
		return made
	}
	ok, err := answer(port, message)
	var threw Threw
	var skip Skip
	switch {
	case err == nil && ok == nil:
		made["ok"] = Object{}
	case err == nil:
		made["ok"] = ok
	case errors.As(err, &threw):
		made["threw"] = Object{"message": threw.Message}
	case errors.As(err, &skip):
		made["skip"] = Object{"reason": skip.Reason, "issue": skip.Issue}
	default:
		made["error"] = Object{"message": err.Error()}
	}
	return made
}

// answer hands a message to the method of the port that is for it, if it has one.
func answer(port *Port, message Message) (Object, error) {
	switch message.Do {
	case "hello":
		return port.Hello(), nil
	case "open":
		return nil, port.Open(message)
	case "call":
		return nil, port.Call(message)
	case "drain":
		return port.Drain(message)
	case "close":
		return nil, port.Close()
	}
	return nil, more(port, message)
}

// more is what comes with a capability: a port that claims it has the method.
func more(port any, message Message) error {
	unknown := fmt.Errorf("the adapter does not know the message %s", message.Do)
	switch message.Do {
	case "advance":
		if able, ok := port.(interface{ Advance(Message) error }); ok {
			return able.Advance(message)
		}
	case "lifecycle":
		if able, ok := port.(interface{ Lifecycle(Message) error }); ok {
			return able.Lifecycle(message)
		}
	case "device":
		if able, ok := port.(interface{ Device(Message) error }); ok {
			return able.Device(message)
		}
	case "page":
		if able, ok := port.(interface{ Page(Message) error }); ok {
			return able.Page(message)
		}
	case "call-sdk":
		if able, ok := port.(interface{ CallSDK(Message) error }); ok {
			return able.CallSDK(message)
		}
	case "load-sdk":
		if able, ok := port.(interface{ LoadSDK(Message) error }); ok {
			return able.LoadSDK(message)
		}
	case "deliver-settings":
		if able, ok := port.(interface{ DeliverSettings(Message) error }); ok {
			return able.DeliverSettings(message)
		}
	}
	return unknown
}
