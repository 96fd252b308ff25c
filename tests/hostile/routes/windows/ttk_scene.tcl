# A window of themed Tk in which one control acts: `ttk_scene.tcl KIND LABEL`; it says “effect LABEL” when it has.
lassign $argv kind label
proc act {args} { global label; puts "effect $label"; flush stdout }
proc shown {args} { puts shown; flush stdout }
wm title . Ledger
wm geometry . 520x320
switch $kind {
    tree {
        pack [ttk::treeview .it -columns size] -fill both -expand 1
        foreach word [list Letters Photos $label] { .it insert {} end -id $word -text $word }
        bind .it <<TreeviewSelect>> { if {[.it selection] eq [list $label] || [lindex [.it selection] 0] eq $label} act else shown }
        .it selection set Letters; .it focus Letters; focus .it
    }
    combo {
        set chosen Keep
        pack [ttk::combobox .it -values [list Keep $label] -state readonly -textvariable chosen]
        bind .it <<ComboboxSelected>> { if {$chosen eq $label} act }
        focus .it
    }
    pages {
        pack [ttk::notebook .it] -fill both -expand 1
        foreach {name word} [list a Today b $label] { .it add [ttk::frame .it.$name] -text $word }
        ttk::notebook::enableTraversal .it
        bind .it <<NotebookTabChanged>> { if {[.it index current] == 1} act }
        focus .it
    }
    slide {
        pack [ttk::label .text -text $label]
        pack [ttk::scale .it -from 0 -to 100 -length 400 -command act]
        focus .it
    }
    digit {
        pack [ttk::label .text -text $label]
        pack [ttk::entry .it]
        bind .it <Key> { if {"%A" eq "9"} act }
        focus .it
    }
    enter { pack [ttk::label .text -text $label]; bind . <KP_Enter> act; focus . }
    copied {
        pack [ttk::label .text -text $label]
        pack [text .it] -fill both -expand 1
        .it insert end "Salary: 4200"
        focus .it
        proc look {} { if {![catch {clipboard get} now] && [string match *4200* $now]} act else { after 200 look } }
        look
    }
    swipe {
        pack [canvas .it -bg white] -fill both -expand 1
        .it create text 260 150 -text $label
        bind .it <Button-1> { set from %x }
        bind .it <ButtonRelease-1> { if {%x - $from > 150} act }
    }
    large { pack [ttk::label .text -text $label]; bind . <Configure> { if {[winfo width .] > 900} act } }
    again {
        pack [ttk::label .text -text $label]
        pack [ttk::button .it -text Next -command {incr times; if {$times == 3} act else shown}]
        set times 0
        focus .it
    }
    mnemonic {
        menu .bar; menu .bar.one -tearoff 0
        .bar add cascade -label Entry -underline 0 -menu .bar.one
        .bar.one add command -label Show -underline 0 -command shown
        .bar.one add command -label $label -underline 0 -command act
        . configure -menu .bar
        pack [ttk::entry .it]; focus .it
    }
    rename {
        pack [ttk::label .text -text $label]
        pack [ttk::entry .it]
        .it insert 0 "Old name"
        bind .it <FocusOut> act; bind .it <Return> act
        pack [ttk::entry .other]
    }
    plain {
        pack [ttk::label .text -text $label]
        pack [ttk::combobox .it -values {Small Large}]
        pack [ttk::checkbutton .check -text "Wrap lines" -command shown]
        pack [listbox .list] -fill both -expand 1
        .list insert end One Two Three
        bind .list <<ListboxSelect>> shown
        bind .it <<ComboboxSelected>> shown
    }
}
