"""The engines that answer SQL; nothing else in the product knows which one runs."""
