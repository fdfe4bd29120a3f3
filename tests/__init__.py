"""The tests: a folder a layer, `people` for the cast, `conftest` for what everyone needs."""
