"""From a request to the shop to the customer's profile in Amplitude."""

import pytest
from shop import make_shop

pytest_plugins = ["simulator.pytesting.fixtures"]


@pytest.fixture
def customer(segment):
    return make_shop(segment.write_key, host=segment.url).test_client()


def test_an_order_is_revenue_of_its_customer(customer, segment, amplitude):
    customer.post("/signup", json={"id": "jane", "email": "jane@shop.example", "plan": "Pro"})
    items = [{"product_id": "tea", "price": 4.5, "quantity": 2}, {"product_id": "cup", "price": 6, "quantity": 1}]
    customer.post("/orders", json={"customer": "jane", "items": items})

    amplitude.wait_for("Order Completed", user="jane")
    assert [message["type"] for message in segment.received] == ["identify", "track"]
    jane = amplitude.users["jane"]
    assert jane.properties == {"email": "jane@shop.example", "plan": "Pro"}
    assert jane.revenue == 15
    assert [event["event_type"] for event in amplitude.events].count("Product Purchased") == 2
