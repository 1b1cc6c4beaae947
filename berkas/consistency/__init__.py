"""What the documents of a customer say of each other: who they are about, where they agree, where they contradict."""
