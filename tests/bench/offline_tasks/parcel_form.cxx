// A parcel form in FLTK for the bench of the offline model; what it holds is written to a file, line by line.
#include <FL/Fl.H>
#include <FL/Fl_Box.H>
#include <FL/Fl_Button.H>
#include <FL/Fl_Check_Button.H>
#include <FL/Fl_Choice.H>
#include <FL/Fl_Double_Window.H>
#include <FL/Fl_Hold_Browser.H>
#include <FL/Fl_Input.H>
#include <FL/Fl_Menu_Bar.H>
#include <FL/Fl_Multiline_Input.H>
#include <FL/Fl_Round_Button.H>
#include <cstdio>
#include <fstream>
#include <string>

static std::string state, pressed;
static Fl_Input *recipient, *street, *weight;
static Fl_Choice *service;
static Fl_Check_Button *fragile, *insured;
static Fl_Round_Button *inland, *abroad;
static Fl_Hold_Browser *sizes;
static Fl_Multiline_Input *remarks;

static void press(Fl_Widget *, void *name) { pressed += std::string(pressed.empty() ? "" : ",") + static_cast<const char *>(name); }

static void write(void *) {
    {
        std::ofstream out(state + ".part");
        out << "recipient=" << recipient->value() << "\nstreet=" << street->value() << "\nweight=" << weight->value()
            << "\nservice=" << service->text() << "\nfragile=" << int(fragile->value()) << "\ninsured=" << int(insured->value())
            << "\nabroad=" << int(abroad->value()) << "\nsize=" << (sizes->value() ? sizes->text(sizes->value()) : "")
            << "\nremarks=" << remarks->value() << "\npressed=" << pressed << "\n";
    }
    std::rename((state + ".part").c_str(), state.c_str());
    Fl::repeat_timeout(0.1, write);
}

int main(int, char **argv) {
    state = argv[1];
    Fl_Double_Window window(200, 80, 600, 480, "Parcel label");
    Fl_Menu_Bar bar(0, 0, 600, 28);
    bar.add("Label/Duplicate", 0, press, const_cast<char *>("Duplicate"));
    bar.add("Label/Start over", 0, press, const_cast<char *>("Start over"));
    bar.add("Label/Export list", 0, press, const_cast<char *>("Export list"));
    bar.add("Tools/Calibrate scale", 0, press, const_cast<char *>("Calibrate scale"));
    recipient = new Fl_Input(130, 45, 300, 28, "Recipient:");
    street = new Fl_Input(130, 85, 300, 28, "Street:");
    weight = new Fl_Input(130, 125, 100, 28, "Weight (g):");
    service = new Fl_Choice(130, 165, 160, 28, "Service:");
    service->add("Standard|Express|Overnight|Pallet");
    service->value(0);
    fragile = new Fl_Check_Button(130, 205, 140, 26, "Fragile goods");
    insured = new Fl_Check_Button(290, 205, 140, 26, "Insured");
    insured->value(1);
    inland = new Fl_Round_Button(130, 240, 120, 26, "Inland");
    abroad = new Fl_Round_Button(290, 240, 120, 26, "Abroad");
    inland->type(FL_RADIO_BUTTON);
    abroad->type(FL_RADIO_BUTTON);
    inland->value(1);
    sizes = new Fl_Hold_Browser(450, 60, 130, 180, "Box size");
    sizes->align(FL_ALIGN_TOP);
    for (const char *name : {"Letter", "Shoe box", "Banana box", "Suitcase", "Wardrobe"}) sizes->add(name);
    remarks = new Fl_Multiline_Input(130, 285, 450, 90, "Remarks:");
    Fl_Button price(130, 400, 140, 32, "Show price"), make(290, 400, 140, 32, "Make label");
    price.callback(press, const_cast<char *>("Show price"));
    make.callback(press, const_cast<char *>("Make label"));
    window.end();
    window.show();
    Fl::add_timeout(0.1, write);
    return Fl::run();
}
