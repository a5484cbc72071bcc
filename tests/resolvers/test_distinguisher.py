from resolvers.distinguisher import told


def test_a_namesake_is_told_by_decade_unit_and_the_end_of_the_id():
    assert told([1978, ["长门支行"], "8KQ2"]) == "197x · 长门支行 · …8KQ2"
    assert told([None, [], "8KQ2"]) == "…8KQ2"
    assert told(None) is None
