"""What AWS's own models, and linters made of them, say of requests and policies. Each module is run as a program."""
