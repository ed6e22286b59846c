// A journey with Segment's Go library: journey HOST WRITE_KEY.
package main

import (
	"log"
	"os"

	"github.com/segmentio/analytics-go/v3"
)

func main() {
	client, err := analytics.NewWithConfig(os.Args[2], analytics.Config{Endpoint: os.Args[1]})
	if err != nil {
		log.Fatal(err)
	}
	for _, message := range []analytics.Message{
		analytics.Identify{UserId: "jane", Traits: analytics.NewTraits().Set("plan", "Pro")},
		analytics.Track{UserId: "jane", Event: "Song Played", Properties: analytics.NewProperties().Set("title", "Élan ♫")},
		analytics.Track{UserId: "jane", Event: "Subscribed",
			Properties: analytics.NewProperties().SetRevenue(12.5).Set("productId", "pro")},
		analytics.Group{UserId: "jane", GroupId: "acme", Traits: analytics.NewTraits().SetName("Acme")},
		analytics.Page{UserId: "jane", Name: "Pricing"},
		analytics.Alias{UserId: "jane", PreviousId: "visitor"},
	} {
		if err := client.Enqueue(message); err != nil {
			log.Fatal(err)
		}
	}
	if err := client.Close(); err != nil {
		log.Fatal(err)
	}
}
