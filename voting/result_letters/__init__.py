"""Each facility's own result: as page, as letter on paper, by mail; remarks, grades and money that go with it."""
