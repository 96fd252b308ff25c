"""The loop of a run: it looks, lets the model think, decides with the person, acts, and looks again.

`compose` builds the five classes below from `ports`; each gets the few ports that it uses. One turn:

    picture ──▶ Model.think ──▶ Turn (the calls of one answer)
       ▲                         │
       │   RunLoop     (loop)    │  limits, costs, the model's questions in words, how the run ends
       │                         ▼
       │   TurnRunner  (turn)    for each action of each call ─────────────┐
       │                                                                   ▼
       │                         ActionRunner (execute)         what is pending, what is held
       │                           │                                       ▼
       │                           │  ◀── Authorized | Declined ── Authorizer (authorize)
       │                           │                                 policy judges the case (cases)
       │                           │                                 the person is asked (prompt, applications)
       │                           ▼
       │                         a permit; the screen is still as the model saw it (screen_check);
       │                         `action.started` is on disk; PartRunner sends the input events
       │                           │
       │                           ▼  Done | NotDone | Finish
       │   TurnRunner              the screen comes to rest; the picture that answers the call
       │                           │
       └────── Reply ◀─────────────┘  results, notes, and the first action that was not done

PauseSupervisor (`pause`) stands beside it all: the person's own input pauses the run at any moment, nothing is sent or
looked at meanwhile, and whatever the model had asked for is then answered with “taken over” and a new picture.

`machine` asserts the order of the steps, `stream` numbers, records and announces what happens, `control` has the stop
and the clocks, and `session` runs it all on a thread of its own; `result` is how that ended, and `desk_order` the desk
that was ordered for it. `pending` holds the values that go from one to the other, `input_state` what the run's own
input has left held or typed, `effects` says when nothing came of it, and `absent` has the stand-ins for what is not
there.

`inquiry` answers what a model asks of the newest picture without acting (controls, text, where a name points), by what
it shows of each window (`seen`). `named_places` stands between a model and the loop and turns names into points.
"""
