"""Documents whose layouts a grammar composes: thousands of layouts that nobody drew, to train and calibrate the reader on."""
