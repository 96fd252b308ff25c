"""Records runs and describes them: the journal and the pictures of each run, and its moments in plain words.

Writing: `store.py` makes a run's folder, `journal.py` writes the events and pictures into it, and `lock.py` shows that
the run is still being recorded. Reading: `parse.py` turns lines into events again, `reader.py` makes a `RecordedRun` of
them (`recording.py`), `spans.py` says where the time went, and `picture_file.py` reads a picture, or says why it
cannot be shown.

Proof: `journal.py` ties each line to the one before, and `check.py` finds changes since the recording. The
receipt of a run's side desk grows beside its journal (`desk_receipt.py`). `export_run.py` packs a run.

Storage: `search.py` finds and filters runs, `store.py` deletes one, or those that are too old or large, and
`sessions.py` knows which runs continue which.

Description: `moments.py` makes moments from events, one by one during a run or all at once from a recording: the
screen, the action, the result. `wording.py` has the words for decisions, results and endings, and `proposal.py` says
which version of an action counts. The terminal, the console, the report, films and how-tos all show moments.
`status.py` has the status while the model is still answering, before there is an event, and the facts about a run's
end. `report/` makes the page of a run.
"""
