import java.awt.*;
import java.nio.file.*;
import java.util.*;
import javax.swing.*;
import javax.swing.event.*;

/** A booking form in Swing for the bench of the offline model; what it holds is written to a file, line by line. */
public class RoomForm extends JFrame {
    private final Path state;
    private final Map<String, java.util.function.Supplier<Object>> held = new LinkedHashMap<>();
    private final java.util.List<String> pressed = new ArrayList<>();

    RoomForm(String path) {
        super("Room booking");
        state = Paths.get(path);
        JTabbedPane tabs = new JTabbedPane();
        tabs.addTab("Guest", guest());
        tabs.addTab("Extras", extras());
        tabs.addTab("Wishes", wishes());
        JPanel buttons = new JPanel();
        for (String name : new String[] {"Check price", "Book room"}) {
            JButton button = new JButton(name);
            button.addActionListener(e -> press(name));
            buttons.add(button);
        }
        add(tabs, BorderLayout.CENTER);
        add(buttons, BorderLayout.SOUTH);
        setJMenuBar(menus());
        setDefaultCloseOperation(EXIT_ON_CLOSE);
        setBounds(180, 90, 620, 460);
        setVisible(true);
        new javax.swing.Timer(100, e -> write()).start();
    }

    private JMenuBar menus() {
        JMenuBar bar = new JMenuBar();
        JMenu menu = new JMenu("Booking");
        for (String name : new String[] {"Print voucher", "Copy to group", "Hold until noon"}) {
            JMenuItem item = new JMenuItem(name);
            item.addActionListener(e -> press(name));
            menu.add(item);
        }
        bar.add(menu);
        bar.add(new JMenu("Help"));
        return bar;
    }

    private JPanel guest() {
        JPanel panel = new JPanel(new GridBagLayout());
        JTextField name = new JTextField(24), mail = new JTextField(24);
        JSpinner nights = new JSpinner(new SpinnerNumberModel(1, 1, 30, 1));
        JComboBox<String> type = new JComboBox<>(new String[] {"Single", "Double", "Suite", "Family"});
        row(panel, 0, "Guest name:", name);
        row(panel, 1, "E-mail:", mail);
        row(panel, 2, "Nights:", nights);
        row(panel, 3, "Room type:", type);
        JCheckBox breakfast = new JCheckBox("Breakfast included"), late = new JCheckBox("Late check-out", true);
        row(panel, 4, "", breakfast);
        row(panel, 5, "", late);
        JRadioButton card = new JRadioButton("By card", true), cash = new JRadioButton("In cash");
        ButtonGroup group = new ButtonGroup();
        group.add(card);
        group.add(cash);
        JPanel pay = new JPanel(new FlowLayout(FlowLayout.LEFT));
        pay.add(card);
        pay.add(cash);
        row(panel, 6, "Settled:", pay);
        held.put("name", name::getText);
        held.put("mail", mail::getText);
        held.put("nights", nights::getValue);
        held.put("type", type::getSelectedItem);
        held.put("breakfast", breakfast::isSelected);
        held.put("late", late::isSelected);
        held.put("cash", cash::isSelected);
        return panel;
    }

    private JPanel extras() {
        JPanel panel = new JPanel(new BorderLayout());
        JList<String> list = new JList<>(new String[] {"Parking place", "Sauna", "Bicycle", "Baby bed", "Airport shuttle"});
        JSlider pillows = new JSlider(0, 10, 2);
        panel.add(new JScrollPane(list), BorderLayout.CENTER);
        panel.add(pillows, BorderLayout.SOUTH);
        held.put("extra", () -> String.valueOf(list.getSelectedValue()));
        return panel;
    }

    private JPanel wishes() {
        JPanel panel = new JPanel(new BorderLayout());
        JTextArea text = new JTextArea();
        JCheckBox quiet = new JCheckBox("Quiet side");
        panel.add(new JLabel("Special wishes"), BorderLayout.NORTH);
        panel.add(new JScrollPane(text), BorderLayout.CENTER);
        panel.add(quiet, BorderLayout.SOUTH);
        held.put("wishes", text::getText);
        held.put("quiet", quiet::isSelected);
        return panel;
    }

    private static void row(JPanel panel, int y, String label, JComponent field) {
        GridBagConstraints at = new GridBagConstraints();
        at.gridy = y;
        at.insets = new Insets(4, 6, 4, 6);
        at.anchor = GridBagConstraints.WEST;
        at.gridx = 0;
        panel.add(new JLabel(label), at);
        at.gridx = 1;
        panel.add(field, at);
    }

    private void press(String name) {
        pressed.add(name);
    }

    private void write() {
        StringBuilder out = new StringBuilder();
        held.forEach((name, value) -> out.append(name).append('=').append(value.get()).append('\n'));
        out.append("pressed=").append(String.join(",", pressed)).append('\n');
        try {
            Path part = Paths.get(state + ".part");
            Files.write(part, out.toString().getBytes("UTF-8"));
            Files.move(part, state, StandardCopyOption.REPLACE_EXISTING);
        } catch (java.io.IOException error) {
            throw new IllegalStateException(error);
        }
    }

    public static void main(String[] args) {
        SwingUtilities.invokeLater(() -> new RoomForm(args[0]));
    }
}
