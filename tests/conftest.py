"""What every test shares: pure things only, so that a unit test starts at once."""

from hypothesis import settings

# examples run on machines that are busy with other things; how long one takes says nothing
settings.register_profile("berkas", deadline=None)
settings.load_profile("berkas")
