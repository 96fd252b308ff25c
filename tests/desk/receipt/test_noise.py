"""Which files programs keep for themselves beside a document, and which look like that and are wanted."""

import pytest

from desktop_agent.desk.receipt.classify import noise

BESIDE = {"Docs/letter.txt", "Docs/plan"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        pytest.param("Docs/.~lock.values.ods#", "lock", id="LibreOffice"),
        pytest.param("Docs/~$report.docx", "lock", id="Office"),
        pytest.param("Docs/.#letter.txt", "lock", id="Emacs"),
        pytest.param("Docs/.letter.txt.swp", "lock", id="Vim and nano"),
        pytest.param("Docs/.letter.txt.swo", "lock", id="Vim, a second time"),
        pytest.param("Docs/.letter.txt.kate-swp", "lock", id="Kate"),
        pytest.param(".mozilla/firefox/p/.parentlock", "lock", id="Firefox"),
        pytest.param("Docs/#letter.txt#", "temporary", id="Emacs, unsaved"),
        pytest.param("Docs/letter.txt~", "temporary", id="an older version"),
        pytest.param("Docs/plan.~12~", "temporary", id="a numbered older version"),
        pytest.param("Downloads/film.mp4.part", "temporary", id="Firefox and KDE"),
        pytest.param("Downloads/Unconfirmed 4711.crdownload", "temporary", id="Chromium"),
        pytest.param("Downloads/.com.google.Chrome.aB3xyz", "temporary", id="Chrome, before it has a name"),
        pytest.param("Downloads/image.iso.aria2", "temporary", id="aria2"),
        pytest.param("Docs/.goutputstream-A1B2C3", "temporary", id="GNOME"),
        pytest.param("Docs/.nfs00000000a1", "temporary", id="a file deleted while it is open"),
        pytest.param("Docs/.fuse_hidden0000a1", "temporary", id="the same, by FUSE"),
        pytest.param("Docs/.~report.docx", "lock", id="WPS"),
        pytest.param("Docs/.letter.txt.un~", "temporary", id="Vim, its undo"),
        pytest.param("Docs/lu1203a7bc.tmp", "temporary", id="LibreOffice, while it saves"),
        pytest.param("Docs/~WRL0005.tmp", "temporary", id="Office, while it saves"),
        pytest.param("Docs/app.py___jb_tmp___", "temporary", id="JetBrains, while it saves"),
        pytest.param("Docs/.drawing.kra-autosave.kra", "temporary", id="Krita, unsaved"),
        pytest.param("Docs/.letter.odt.autosave", "temporary", id="Calligra, unsaved"),
        pytest.param("Downloads/film.mp4.ytdl", "temporary", id="yt-dlp"),
        pytest.param("Docs/.DS_Store", "cache", id="the Finder"),
        pytest.param("Docs/Thumbs.db", "cache", id="the Explorer"),
    ],
)
def test_what_a_program_keeps_for_itself_is_no_change(path: str, reason: str) -> None:
    assert noise(path, size=100, link=False, is_beside=BESIDE.__contains__) == reason


@pytest.mark.parametrize(
    "path",
    [
        "Docs/letter.txt",
        "Docs/other.txt~",  # nothing of that name is beside it
        "Docs/~",
        "Docs/build.log",
        "Docs/notes.tmp",
        "Docs/.icon.svg",
        "Docs/.hidden",
        "Docs/poetry.lock",
        "Docs/# of guests",
        "Docs/C#",
        "Docs/part",
        "Docs/first.party",
        "Docs/lock and key.txt",
        "Docs/swp",
        "Docs/a.swp",  # not hidden: nobody's swap file
        "Docs/lunch.tmp",
        "Docs/~WRITING.tmp",
        "Docs/autosave",
        "Docs/.other.txt.un~",  # nothing of that name is beside it
        "Docs/photos.db",
        "Docs/data.db-wal",  # what it holds isn't in the database yet
    ],
)
def test_what_only_looks_like_it_is_a_change(path: str) -> None:
    assert noise(path, size=100, link=False, is_beside=BESIDE.__contains__) is None
