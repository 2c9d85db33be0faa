from hypothesis import given
from hypothesis import strategies as st

from afresh.manual.blocks import split_blocks
from afresh.manual.operands import find_operands


def test_operands_keep_their_order_and_their_alternatives() -> None:
    text = "Usage: tool cut [options] [-s <seed>] <in.fa> <in.bed>|<name.list>\n\nOptions: -t  Tabs"
    assert find_operands(split_blocks(text)) == (("in.fa",), ("in.bed", "name.list"))


def test_what_an_option_takes_is_no_operand() -> None:
    assert find_operands(split_blocks("usage: tool -n <count> <file>")) == (("file",),)
    assert find_operands(split_blocks("Usage: tool [<file>]")) == ()


@given(st.text(alphabet="Usage: <>|[]-a\n", max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(find_operands(split_blocks(f"Usage: {text}")), tuple)
