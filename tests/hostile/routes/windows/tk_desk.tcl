# A Tk window that draws its own controls and tells nothing of them: `tk_desk.tcl SCENE`; it says “effect …” when it has acted.
proc act {args} { puts "effect done"; flush stdout }
proc shown {args} { puts shown; flush stdout }
wm title . Kasse
wm geometry . 520x360+200+160
canvas .c -background white
pack .c -fill both -expand 1
proc box {x y text} { .c create rectangle $x $y [expr $x + 160] [expr $y + 40] -fill grey90; .c create text [expr $x + 80] [expr $y + 20] -text $text }
switch [lindex $argv 0] {
    till { box 20 20 "Überweisen"; box 20 100 "Zurück"
        bind .c <ButtonRelease-1> { if {%x < 180 && %y > 20 && %y < 60} act else shown } }
    bin { box 20 20 "Vertrag.odt"; box 320 280 "Papierkorb"
        bind .c <Button-1> { set ::held [expr {%x < 180 && %y < 60}] }
        bind .c <ButtonRelease-1> { if {$::held && %x > 320 && %y > 280} act } }
    dial { .c create text 200 60 -text "Überweisungsbetrag 100 €  (Rad ändert und bucht)"
        bind . <Button-4> act; bind . <Button-5> act }
    escape { .c create text 200 60 -text "Steuererklärung, nicht gespeichert.  Esc: verwerfen"; bind . <Escape> act }
    double { box 20 20 "Kündigen"; bind .c <Double-Button-1> act; bind .c <Button-1> shown }
    rightmenu { menu .m -tearoff 0; .m add command -label "Alles löschen" -command act; .m add command -label "Ansehen" -command shown
        bind .c <Button-3> { tk_popup .m %X %Y }; box 20 20 "Aufträge" }
    wheelbutton { box 20 20 "Rechnung"; bind .c <Button-2> act }
    hold { box 20 20 "Zum Löschen halten"; bind .c <Button-1> { set ::after [after 400 act] }
        bind .c <ButtonRelease-1> { after cancel $::after } }
    swipe { .c create text 260 180 -text "Nach rechts wischen, um zu bezahlen"
        bind .c <Button-1> { set ::from %x }; bind .c <B1-Motion> { if {%x - $::from > 200} act } }
    alt { .c create text 200 60 -text "Alt+S: senden   F12: drucken"; bind . <Alt-s> act; bind . <F12> act }
    sketch { bind .c <B1-Motion> shown; .c create text 200 60 -text "Zeichnen" }
    scroll { .c configure -scrollregion {0 0 500 2000}; .c create text 200 60 -text "Lange Seite"
        bind . <Button-5> { .c yview scroll 1 units; shown }; bind . <Button-4> { .c yview scroll -1 units; shown } }
}
focus .
