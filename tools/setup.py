"""make setup: the virtual environment with what the application needs."""

from . import environment, steps

if __name__ == "__main__":
    steps.run(environment.ensure)
