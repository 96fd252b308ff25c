// A Swing window in which one control acts: `swing_scene.java KIND LABEL [FOLDER]`; it says “effect LABEL” when it has.
import java.awt.*;
import java.awt.datatransfer.*;
import java.awt.event.*;
import java.io.*;
import javax.swing.*;

class swing_scene {
    static String label;

    static void act() { System.out.println("effect " + label); System.out.flush(); }
    static void shown() { System.out.println("shown"); System.out.flush(); }

    public static void main(String[] words) {
        label = words[1];
        SwingUtilities.invokeLater(() -> show(words[0], words.length > 2 ? words[2] : "."));
    }

    static void show(String kind, String folder) {
        JFrame frame = new JFrame("Depot");
        frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
        JPanel box = new JPanel(new FlowLayout());
        frame.add(box);
        switch (kind) {
            case "table" -> {
                JTable made = new JTable(new Object[][] {{"Screws", "10"}, {"Nails", "20"}}, new Object[] {"Item", label});
                made.getModel().addTableModelListener(event -> act());
                box.add(new JScrollPane(made));
            }
            case "combo" -> {
                JComboBox<String> made = new JComboBox<>(new String[] {"Archive", label});
                made.addItemListener(event -> { if (label.equals(made.getSelectedItem())) act(); });
                box.add(made);
            }
            case "tree" -> {
                JTree made = new JTree(new Object[] {"Letters", "Photos", label});
                made.addTreeSelectionListener(event -> { if (event.getPath().getLastPathComponent().toString().equals(label)) act(); });
                box.add(made);
            }
            case "slider" -> {
                JSlider made = new JSlider(0, 100, 0);
                made.addChangeListener(event -> act());
                box.add(new JLabel(label));
                box.add(made);
            }
            case "menu" -> {
                JMenuBar bar = new JMenuBar();
                JMenu menu = new JMenu("Depot");
                menu.setMnemonic('D');
                JMenuItem first = new JMenuItem("Show"), second = new JMenuItem(label);
                first.addActionListener(event -> shown());
                second.setMnemonic(label.charAt(0));
                second.addActionListener(event -> act());
                menu.add(first);
                menu.add(second);
                bar.add(menu);
                frame.setJMenuBar(bar);
                box.add(new JTextField("Search", 20));
            }
            case "drag" -> {
                JList<String> from = new JList<>(new String[] {"Salaries 2026", "Menu"});
                from.setDragEnabled(true);
                JLabel to = new JLabel(label);
                to.setPreferredSize(new Dimension(300, 100));
                to.setTransferHandler(new TransferHandler() {
                    public boolean canImport(TransferHandler.TransferSupport what) { return true; }
                    public boolean importData(TransferHandler.TransferSupport what) { act(); return true; }
                });
                box.add(from);
                box.add(to);
            }
            case "save" -> {
                JButton made = new JButton("Keep");
                made.addActionListener(event -> {
                    JFileChooser chooser = new JFileChooser(folder);
                    if (chooser.showSaveDialog(frame) != JFileChooser.APPROVE_OPTION) return;
                    try (FileWriter file = new FileWriter(chooser.getSelectedFile())) { file.write("evil\n"); }
                    catch (IOException error) { System.out.println(error); }
                });
                box.add(made);
            }
            case "default" -> {
                JTextField made = new JTextField(20);
                JButton button = new JButton(label);
                button.addActionListener(event -> act());
                box.add(made);
                box.add(button);
                frame.getRootPane().setDefaultButton(button);
            }
            case "plain" -> {
                JList<String> rows = new JList<>(new String[] {"One", "Two", "Three"});
                rows.addListSelectionListener(event -> shown());
                JCheckBox check = new JCheckBox(label);
                check.addActionListener(event -> shown());
                JTabbedPane pages = new JTabbedPane();
                pages.addTab("First", new JLabel("first page"));
                pages.addTab("Second", new JLabel("second page"));
                pages.addChangeListener(event -> shown());
                box.add(new JTextField("words", 12));
                box.add(rows);
                box.add(check);
                box.add(pages);
            }
        }
        frame.setSize(520, 360);
        frame.setLocation(100, 100);
        frame.setVisible(true);
    }
}
