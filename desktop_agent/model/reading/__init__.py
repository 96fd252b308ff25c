"""What an answer means: foreign items become calls and actions of ours, or a sentence on why they cannot."""
