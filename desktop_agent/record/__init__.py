"""Records runs and tells them again: the journal and the pictures of each run, and what happened in plain words.

Writing: `store.py` makes a run's folder, `journal.py` writes the events and pictures into it, and `lock.py` shows that
the run is still being recorded. Reading: `parse.py` turns lines into events again, `reader.py` makes a `RecordedRun` of
them (`recording.py`), `spans.py` says what the time went into, and `picture_file.py` reads a picture and gives it to
whoever shows it, or says why not.

Holding: `chain.py` ties each line to the one before, `signing.py` signs the head. `check.py` finds what is no longer as
it was written, in the lines by `check_journal.py`, and `damage.py` says it.

The receipt of a run's side desk grows beside its journal (`desk_receipt.py`).

Moving: `export_run.py` packs a run; `share.py` takes names out of a copy, `redact.py` words, windows and places;
`preview.py` shows beforehand what would go. `contents.py` lists what such a file holds, `import_run.py` reads one from
anybody and brings it in, and `foreign.py` marks it.

Keeping: `search.py` finds runs of a list by words and chooses among them, `delete.py` deletes one, and `keep.py` those
that may go by age and size.

Telling: `story.py` turns events into rows, one by one during a run or all at once from a recording. `wording.py` has
the words for decisions, results and endings, and `proposal.py` says which version of an action counts. The terminal,
the console, History and the report all show these rows. `live_status.py` is what is shown while the model is still
answering, before there is an event. `report/` makes the page of a run.
"""
