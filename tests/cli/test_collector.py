import gc

import pytest

from sopbook.cli.collector import without_collector


def test_nothing_is_collected_inside_and_again_afterwards() -> None:
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_a_failure() -> None:
    with pytest.raises(KeyError), without_collector():
        raise KeyError
    assert gc.isenabled()


def test_inside_another_it_stays_off() -> None:
    with without_collector():
        with without_collector():
            pass
        assert not gc.isenabled()
