"""The model behind the explorer's page: scenarios, plays, and what there is to see of them."""
