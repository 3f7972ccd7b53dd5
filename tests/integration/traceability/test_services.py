def test_a_whole_lot(factory):
    lot = factory.lot_with_events()
    run = factory.labels(lot, drawn=True)
    assert [c.state for c in factory.codes(run)] == ["issued"] * 3
