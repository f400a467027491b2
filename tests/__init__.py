"""The tests, and the form factory that makes their inputs."""
