"""The faces. A face knows its traits and messages, never the core; widgets/screens joins them."""
