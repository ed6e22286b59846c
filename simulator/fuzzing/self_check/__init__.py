"""The check of this project by itself: journeys on two ways through it that have to agree, and what holds for each.

Takes a seed and a number of journeys; gives what differs or is broken, each as a short scenario.
"""
