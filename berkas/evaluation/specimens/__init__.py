"""Generator of SPECIMEN papers with their ground truth, for the demo, the evaluation and the tests."""
