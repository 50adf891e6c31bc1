"""The screens of the exercise."""
