// A journey with Amplitude's SDK for Go: `go run . URL`.
package main

import (
	"fmt"
	"os"

	"github.com/amplitude/analytics-go/amplitude"
	"github.com/amplitude/analytics-go/amplitude/types"
)

func main() {
	config := amplitude.NewConfig("0123456789abcdef0123456789abcdef")
	config.ServerURL = os.Args[1]
	config.ExecuteCallback = func(result types.ExecuteResult) {
		fmt.Printf("%s %d\n", result.Event.EventType, result.Code)
	}
	client := amplitude.NewClient(config)
	who := amplitude.EventOptions{UserID: "anna-smith", DeviceID: "device-1"}

	plan := amplitude.Identify{}
	plan.Set("plan", "Pro").SetOnce("since", 2026).Add("played", 2)
	client.Identify(plan, who)

	songs := amplitude.Identify{}
	songs.PostInsert("songs", "Solaris")
	client.Identify(songs, who)

	played := who
	played.SessionID = 1537272000000
	client.Track(amplitude.Event{
		EventType:       "Song Played",
		EventOptions:    played,
		EventProperties: map[string]interface{}{"title": "Solaris"},
	})

	client.Revenue(amplitude.Revenue{ProductID: "song-1", Price: 3.5, Quantity: 3, RevenueType: "purchase"}, who)
	client.SetGroup("company", []string{"ACME", "Initech"}, who)

	seats := amplitude.Identify{}
	seats.Set("seats", 3)
	client.GroupIdentify("company", "ACME", seats, amplitude.EventOptions{})

	client.Shutdown()
}
