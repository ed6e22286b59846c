"""Lifelike people, their devices and orders, and days of use, from a seed; needs Faker.

In: a seed. Out: personas, orders and journeys. Imports the model.
"""
