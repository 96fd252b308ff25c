"""Policy's decisions, their rules, and the questions and permits that follow from them."""
