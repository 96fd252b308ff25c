"""The parts of a browser's own window, by the marks of its own code."""

from collections.abc import Mapping, Sequence

import pytest

from desktop_agent.core.controls.role import BrowserPart, part_marked


@pytest.mark.parametrize(
    ("attributes", "part"),
    [
        ([{"class": "OmniboxViewViews", "id": "view_1012"}], BrowserPart.BAR),
        ([{"id": "urlbar-input", "class": "urlbar-input textbox-input"}, {"class": "urlbar"}], BrowserPart.BAR),
        ([{"class": "container"}, {"tag": "cr-searchbox-dropdown"}], BrowserPart.SUGGESTION),
        ([{"class": "urlbarView-row-inner"}, {"id": "urlbar-results"}, {"id": "urlbar"}], BrowserPart.SUGGESTION),
        ([{"class": "TabCloseButton"}, {"class": "Tab"}, {"class": "TabContainerImpl"}], BrowserPart.TABS),
        ([{"class": "findbar-textbox"}, {"tag": "findbar"}], BrowserPart.FIND),
        ([{"class": "BookmarkButton"}], BrowserPart.BOOKMARK),
        ([{"tag": "a", "id": "fileLink"}], BrowserPart.DOWNLOAD),
        ([{"class": "MdTextButton"}, {"class": "BubbleFrameView"}], BrowserPart.UNKNOWN),
        ([{}], BrowserPart.UNKNOWN),
        ([], BrowserPart.UNKNOWN),
    ],
)
def test_the_innermost_marked_element_decides_the_part_of_the_browser(
    attributes: Sequence[Mapping[str, str]], part: BrowserPart
) -> None:
    assert part_marked(attributes) == part
