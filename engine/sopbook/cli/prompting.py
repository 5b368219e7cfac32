"""One line from the person at the terminal."""

import click


def prompted(sign: str, default: str = "") -> str:
    """What the person types behind the sign; Enter alone gives the default."""
    answer: str = click.prompt(sign, prompt_suffix=" ", default=default, show_default=bool(default))
    return answer
