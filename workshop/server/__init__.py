"""The one process that everything in the room talks to: a Voila application with the kit's doors."""
