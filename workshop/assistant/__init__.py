"""An outside address that may propose gists and names: off by default, asked only after a person's yes."""
