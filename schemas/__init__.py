"""What a form looks like and what a lesson is: data and models, no behaviour."""
