// An FLTK window: a field, an area that notes the pointer, a slider, a pane; orders as in told_window.py.

#include <FL/Fl.H>
#include <FL/Fl_Box.H>
#include <FL/fl_draw.H>
#include <FL/Fl_Double_Window.H>
#include <FL/Fl_Hor_Slider.H>
#include <FL/Fl_Scroll.H>
#include <FL/Fl_Text_Buffer.H>
#include <FL/Fl_Text_Editor.H>

#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

static std::vector<std::string> seen;
static Fl_Text_Buffer text;

static std::string quoted(const char *words) {
  std::string out = "\"";
  for (const char *c = words; *c; ++c) {
    if (*c == '"' || *c == '\\') { out += '\\'; out += *c; }
    else if (static_cast<unsigned char>(*c) < 32) { char code[8]; snprintf(code, sizeof code, "\\u%04x", *c); out += code; }
    else out += *c;
  }
  return out + "\"";
}

static std::string held() {
  std::string names;
  if (Fl::event_shift()) names += "\"shift\",";
  if (Fl::event_ctrl()) names += "\"ctrl\",";
  if (Fl::event_alt()) names += "\"alt\",";
  if (!names.empty()) names.pop_back();
  return "[" + names + "]";
}

struct Area : Fl_Box {
  Area(int x, int y, int w, int h) : Fl_Box(x, y, w, h) { box(FL_FLAT_BOX); color(fl_rgb_color(238, 238, 255)); }
  int handle(int event) override {
    const char *kind = event == FL_PUSH ? "press" : event == FL_RELEASE ? "release"
        : event == FL_DRAG || event == FL_MOVE ? "motion" : event == FL_MOUSEWHEEL ? "wheel" : nullptr;
    if (event == FL_ENTER) return 1;
    if (!kind) return Fl_Box::handle(event);
    char note[200];
    snprintf(note, sizeof note, "{\"kind\":\"%s\",\"x\":%d,\"y\":%d,\"button\":%d,\"count\":%d,\"dx\":%d,\"dy\":%d,\"held\":",
             kind, Fl::event_x() - x(), Fl::event_y() - y(), Fl::event_button(), Fl::event_clicks() + 1,
             event == FL_MOUSEWHEEL ? Fl::event_dx() : 0, event == FL_MOUSEWHEEL ? Fl::event_dy() : 0);
    seen.push_back(note + held() + "}");
    return 1;
  }
};

struct Page : Fl_Box {
  Page(int x, int y, int w, int h) : Fl_Box(x, y, w, h) { box(FL_FLAT_BOX); }
  void draw() override {
    draw_box();
    fl_color(FL_BLACK);
    fl_font(FL_HELVETICA, 14);
    for (int line = 0; line < 150; line++)
      for (int word = 0; word < 40; word++)
        fl_draw((std::to_string(line) + "." + std::to_string(word) + " words").c_str(), x() + 90 * word, y() + 20 * line + 16);
  }
};

static Fl_Text_Editor *field;
static Area *area;
static Fl_Hor_Slider *slider;
static Fl_Scroll *pane;

static void reset() {
  std::string lines;
  for (int n = 1; n < 7; n++) lines += (n > 1 ? "\n" : "") + std::to_string(n) + " the quick brown fox";
  text.text(lines.c_str());
  field->insert_position(text.length());
  slider->value(20);
  slider->redraw();
  pane->scroll_to(300, 300);
}

static std::string place(const char *name, int x, int y, int w, int h) {
  char out[120];
  snprintf(out, sizeof out, "\"%s\":[%d,%d,%d,%d]", name, x, y, w, h);
  return out;
}

static std::string places() {
  Fl::check();
  std::string out = place("field", field->x(), field->y(), field->w(), field->h());
  out += "," + place("area", area->x(), area->y(), area->w(), area->h());
  out += "," + place("pane", pane->x(), pane->y(), pane->w() - 20, pane->h() - 20);
  int knob = static_cast<int>(slider->slider_size() * (slider->w() - 4)), track = slider->w() - 4 - knob;
  const char *names[] = {"knob", "goal"};
  double values[] = {slider->value(), 70};
  for (int n = 0; n < 2; n++)
    out += "," + place(names[n], slider->x() + 2 + static_cast<int>(track * values[n] / 100), slider->y() + 8, knob, 8);
  const char *ends[] = {"from", "to"};
  int lines[] = {1, 3};
  for (int n = 0; n < 2; n++) {
    int x = 0, y = 0, at = text.skip_lines(0, lines[n]);
    if (at && field->position_to_xy(at, &x, &y)) out += "," + place(ends[n], x, y, 3, field->textsize());
  }
  return "{\"clicks\":3,\"places\":{" + out + "}}";
}

static std::string state() {
  char *marked = text.selection_text();
  char out[80];
  snprintf(out, sizeof out, "{\"slider\":%g,\"scroll\":[%d,%d],\"selection\":", slider->value(), pane->xposition(),
           pane->yposition());
  std::string all = out + quoted(marked) + "}";
  free(marked);
  return all;
}

static std::string obey(const std::string &order) {
  auto is = [&order](const char *name) { return order.find(std::string("\"") + name + "\"") != std::string::npos; };
  if (is("empty")) text.text("");
  else if (is("forget")) seen.clear();
  else if (is("reset")) reset();
  else if (is("seen")) {
    std::string all;
    for (const auto &note : seen) all += (all.empty() ? "" : ",") + note;
    return "{\"seen\":[" + all + "]}";
  }
  else if (is("places")) return places();
  else if (is("state")) return state();
  char *whole = text.text();
  std::string answer = "{\"text\":" + quoted(whole) + ",\"focus\":" + (Fl::focus() == field ? "true" : "false") + "}";
  free(whole);
  return answer;
}

static void read_order(int, void *) {
  static std::string buffer;
  char piece[4096];
  ssize_t length = read(0, piece, sizeof piece);
  if (length <= 0) exit(0);
  buffer.append(piece, length);
  for (size_t end; (end = buffer.find('\n')) != std::string::npos; buffer.erase(0, end + 1)) {
    printf("%s\n", obey(buffer.substr(0, end)).c_str());
    fflush(stdout);
  }
}

int main() {
  Fl_Double_Window window(40, 60, 900, 560, "FLTK fields");
  field = new Fl_Text_Editor(0, 0, 450, 280);
  field->buffer(text);
  area = new Area(0, 280, 450, 280);
  slider = new Fl_Hor_Slider(460, 20, 430, 30);
  slider->bounds(0, 100);
  pane = new Fl_Scroll(450, 280, 450, 280);
  pane->type(Fl_Scroll::BOTH_ALWAYS);
  new Page(450, 280, 3000, 3000);
  pane->end();
  window.end();
  window.show();
  reset();
  Fl::add_fd(0, FL_READ, read_order);
  return Fl::run();
}
