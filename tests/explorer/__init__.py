"""The model behind the explorer's page: scenarios, plays, and all that can be seen of them."""
