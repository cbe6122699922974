"""The parts that rooms are made of. They get plain data and post messages."""
