"""`desk`: private desktops whose effects wait for a yes."""

from __future__ import annotations

import typer

from desktop_agent.desk.commands import desk_open, desk_run, desk_show, desk_take

group = typer.Typer()
# What follows the program is the program's, options too.
group.command("open", help=desk_open.OPEN, context_settings={"allow_interspersed_args": False})(desk_open.open_)
group.command("run", help=desk_run.RUN)(desk_run.run)
group.command("list", help=desk_open.LIST)(desk_open.list_)
group.command("end", help=desk_open.END)(desk_open.end)
group.command("show", help=desk_show.SHOW)(desk_show.show)
group.command("take", help=desk_take.TAKE)(desk_take.take)
group.command("discard", help=desk_take.DISCARD)(desk_take.discard)
group.command("undo", help=desk_take.UNDO)(desk_take.undo)
