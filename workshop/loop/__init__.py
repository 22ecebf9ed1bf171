"""The planner's loop: gists, inquiries, answers, revisions — replayed from decisions, pure."""
