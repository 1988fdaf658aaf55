"""The rooms whose code is mutated, and the tests that look at each."""

from __future__ import annotations

_NUMBERS = ("test_exact", "test_read_schemes", "test_families", "test_special_values")
_PROOFS = (
    *("test_verify_claims", "test_verify_digits", "test_verify_multistep", "test_verify_coloured"),
    *("test_verify_residuals", "test_effective_order", "test_verify_order", "test_verify_soundness"),
)
_STABILITY = ("test_analyse_axes", "test_analyse", "test_analyse_within_digits")
_NETWORKS = ("test_optimise", "test_weights", "test_names", "test_equivalences", "test_golden_files")
_FILES = (
    "test_stochastic_depth",
    "test_noise",
    "test_transported",
    "test_operators",
    "test_drop_path",
    "test_emitters_agree",
    "test_cli_compile",
    "test_emitted_files",
    "test_graph_checks",
    "test_mistakes",
)
_CATALOGUE = ("test_verify_catalogue", "test_cli_read", "test_bad_input")

_SEEDS = ("test_analyse_axes", "test_verify_soundness")  # whose later seeds are slow

# The files whose quick tests are run, and then those whose slow tests are: most mutants die early.
TESTS: dict[str, tuple[str, ...]] = {
    "exact": (*_NUMBERS, *_PROOFS, *_STABILITY, "test_bad_input", "test_golden_files", "test_cli_read"),
    "algebra": (*_NUMBERS, *_PROOFS, *_STABILITY, *_CATALOGUE),
    "series": (*_PROOFS, *_STABILITY, *_CATALOGUE),
    "verify": (*_PROOFS, *_NUMBERS, *_STABILITY, *_CATALOGUE),
    "lower": (*_NETWORKS, *_FILES, "test_read_networks", "test_bad_input", "test_pictures", "test_solve"),
    "optimise": (*_NETWORKS, *_FILES),
    "emit": (*_NETWORKS, *_FILES, "test_bad_input", "test_solve"),
}
SLOW: dict[str, tuple[str, ...]] = {
    "exact": (*_SEEDS, "test_every_coefficient"),
    "algebra": (*_SEEDS, "test_every_coefficient"),
    "series": (*_SEEDS, "test_every_coefficient"),
    "verify": (*_SEEDS, "test_every_coefficient"),
    "lower": ("test_emitters_agree",),
    "optimise": ("test_emitters_agree",),
    "emit": ("test_emitters_agree", "test_emitted_style"),
}
ROOMS = tuple(TESTS)
SECONDS = 600  # of computing, after which a mutant counts as endless
