"""A small vocabulary of another field, for tests."""

WATER = """
[groups]
supply = "Supply"
[names]
unless = ["bottled water company"]
[themes.leakage]
label = "Leakage"
definition = "Water that is lost in the pipes."
broader = "supply"
mappings = ["sdg:6.4", "local:17"]
strong = ["leak*", "non-revenue water"]
normal = ["burst*"]
weak = ["pipe", "pipes"]
unless = ["leaked document*"]
examples = ["Night flows told the crew where the main leaked."]
counterexamples = ["\\"A leaked document\\" — 50 % of it = nonsense."]
[themes.tariffs]
label = "Tariffs"
definition = "What households pay."
broader = "supply"
mappings = []
strong = ["tariff*", "water bill*"]
normal = []
weak = []
unless = []
examples = []
counterexamples = []
"""
