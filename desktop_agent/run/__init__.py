"""The loop of a run: it looks, lets the model think, decides with the person, acts, and looks again.

`compose` builds the classes below from `ports`. One turn:

    picture ──▶ Model.think ──▶ Turn (the calls of one answer)
       ▲                         │
       │   RunLoop     (loop)    │  limits, costs, the model's questions in words, how the run ends
       │                         ▼
       │   TurnRunner  (turn)    for each action of each call ─────────────┐
       │                                                                   ▼
       │                         ActionRunner (execute)         Attempt (attempt): the action, its picture
       │                           │                                       ▼
       │                           │  ◀─ AllowedAttempt | Declined ─ Authorizer (authorize)
       │                           │                                 policy judges the attempt's case
       │                           │                                 the person is asked (prompt)
       │                           ▼
       │                         the screen is still as the model saw it (screen_check); `action.started`
       │                         is on disk; AllowedAttempt performs each part with a permit of its own
       │                           │
       │                           ▼  Done | NotDone | Finish
       │   TurnRunner              the screen settles; the picture that answers the call
       │                           │
       └────── Reply ◀─────────────┘  results, notes, and the first action that was not done

PauseSupervisor (`pause`) runs beside all of it. The person's own input pauses the run at any moment. During a pause
nothing is sent and no picture is taken; the model's remaining actions are answered with “taken over” and a new picture.

`stream` asserts the order of the steps, and numbers, records and announces what happens; `control` has the stop and
the clocks, and `session` runs everything on a thread of its own. `result` says how a run ended. All attempts of a run
share its `RunContext` (`attempt`): `input_state`, which knows which keys are held and what was typed, `targets`, which
looks up what an action hits, and `applications`, with the access that the run has. `effects` notes actions without a
visible effect, `memory` saves a person's answers, and `stand_ins` replaces ports that a run does without.

`opening_wait` waits for a window that an answer opens. `expectations` checks whether the task is done as expected, and
`prompt` asks beforehand about the commands and files that this takes.

`inquiry` answers a model's queries about the newest picture without acting (controls, text, the place of a name), from
the visible part of each window (`visibility`). A model may name a control instead of a point: `named_places` looks it
up once its turn has come. `targets` compares the control under a point with the one that the model saw, `execute`
announces each action, and `announcement` has what our windows show of it before it is done.
"""
