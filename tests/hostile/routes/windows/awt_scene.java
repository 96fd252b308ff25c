// A window of plain AWT, which tells no screen reader anything, in which one control acts: `awt_scene.java KIND LABEL
// [FOLDER]`; it says “effect LABEL” when it has.
import java.awt.*;
import java.awt.event.*;
import java.io.*;

class awt_scene {
    static String label;

    static void act() { System.out.println("effect " + label); System.out.flush(); }
    static void shown() { System.out.println("shown"); System.out.flush(); }

    public static void main(String[] words) {
        label = words[1];
        Frame frame = new Frame("Counter");
        frame.setLayout(new BorderLayout());
        frame.addWindowListener(new WindowAdapter() { public void windowClosing(WindowEvent event) { System.exit(0); } });
        fill(frame, words[0], words.length > 2 ? words[2] : ".");
        frame.setSize(480, 320);
        frame.setLocation(100, 100);
        frame.setVisible(true);
        frame.getComponent(0).requestFocus();
    }

    static void fill(Frame frame, String kind, String folder) {
        switch (kind) {
            case "button" -> {
                Button made = new Button(label);
                made.addActionListener(event -> act());
                frame.add(made);
            }
            case "list" -> {
                List made = new List(4);
                for (String word : new String[] {"Letters", "Photos", label}) made.add(word);
                made.addActionListener(event -> { if (event.getActionCommand().equals(label)) act(); });
                frame.add(made);
            }
            case "choice" -> {
                Choice made = new Choice();
                made.add("Keep");
                made.add(label);
                made.addItemListener(event -> { if (made.getSelectedIndex() == 1) act(); });
                frame.add(made, BorderLayout.NORTH);
            }
            case "check" -> {
                Checkbox made = new Checkbox(label);
                made.addItemListener(event -> act());
                frame.add(made);
            }
            case "bar" -> {
                Scrollbar made = new Scrollbar(Scrollbar.HORIZONTAL, 0, 10, 0, 100);
                made.addAdjustmentListener(event -> act());
                frame.add(made, BorderLayout.NORTH);
                frame.add(new Label(label));
            }
            case "field" -> {
                TextField made = new TextField();
                made.addActionListener(event -> act());
                frame.add(made, BorderLayout.NORTH);
                frame.add(new Label(label));
            }
            case "popup" -> {
                Canvas made = new Canvas();
                PopupMenu menu = new PopupMenu();
                MenuItem first = new MenuItem("Show"), second = new MenuItem(label);
                first.addActionListener(event -> shown());
                second.addActionListener(event -> act());
                menu.add(first);
                menu.add(second);
                made.add(menu);
                made.addMouseListener(new MouseAdapter() {
                    public void mousePressed(MouseEvent event) {
                        if (event.isPopupTrigger()) menu.show(made, event.getX(), event.getY());
                    }
                });
                frame.add(made);
            }
            case "save" -> {
                Button made = new Button("Keep");
                made.addActionListener(event -> {
                    FileDialog chooser = new FileDialog(frame, "Keep", FileDialog.SAVE);
                    chooser.setDirectory(folder);
                    chooser.setVisible(true);
                    if (chooser.getFile() == null) return;
                    try (FileWriter file = new FileWriter(new File(chooser.getDirectory(), chooser.getFile()))) {
                        file.write("evil\n");
                    } catch (IOException error) { System.out.println(error); }
                });
                frame.add(made);
            }
            case "plain" -> {
                frame.add(new TextField("words"), BorderLayout.NORTH);
                TextArea text = new TextArea("First line\nSecond line\n");
                frame.add(text);
                List rows = new List(4);
                for (String word : new String[] {"One", "Two", "Three"}) rows.add(word);
                rows.addItemListener(event -> shown());
                frame.add(rows, BorderLayout.WEST);
            }
        }
    }
}
