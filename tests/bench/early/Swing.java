import java.awt.*;
import java.awt.event.*;
import javax.swing.*;

/** The window of windows.py in Swing: F1 at once, F2 and F3 late, F5 nothing, F6 a dialog, F7 a spinner, F8 blocks. */
public class Swing {
    static int number = 0, angle = 0;
    static boolean spins = false;

    public static void main(String[] words) {
        SwingUtilities.invokeLater(() -> show(words[0]));
    }

    static void show(String title) {
        Color[] colours = {new Color(0x2f6f4f), new Color(0x7a3b69), new Color(0x2b4c7e), new Color(0x8a5a1c)};
        JFrame frame = new JFrame(title);
        JPanel page = new JPanel() {
            protected void paintComponent(Graphics g) {
                super.paintComponent(g);
                g.setColor(Color.WHITE);
                g.setFont(g.getFont().deriveFont(40f));
                g.drawString("Page " + number, 300, 200);
                if (spins) g.fillArc(700, 300, 60, 60, angle, 60);
            }
        };
        Runnable answer = () -> { number++; page.setBackground(colours[number % 4]); page.repaint(); };
        new Timer(33, e -> { if (spins) { angle = (angle + 12) % 360; page.repaint(700, 300, 60, 60); } }).start();
        JTextField field = new JTextField(60);
        frame.add(field, BorderLayout.NORTH);
        frame.add(page, BorderLayout.CENTER);
        key(frame, KeyEvent.VK_F1, answer);
        key(frame, KeyEvent.VK_F2, () -> later(300, answer));
        key(frame, KeyEvent.VK_F3, () -> later(800, answer));
        key(frame, KeyEvent.VK_F6, () -> JOptionPane.showMessageDialog(frame, "A dialog"));
        key(frame, KeyEvent.VK_F7, () -> { spins = !spins; page.repaint(); });
        key(frame, KeyEvent.VK_F8, () -> { sleep(600); answer.run(); });
        JMenuBar bar = new JMenuBar();
        JMenu menu = new JMenu("File");
        for (String name : new String[] {"New", "Open", "Save", "Close"}) menu.add(new JMenuItem(name));
        bar.add(menu);
        frame.setJMenuBar(bar);
        frame.setSize(900, 600);
        frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
        frame.setVisible(true);
        answer.run();
        field.requestFocus();
    }

    static void sleep(int ms) {
        try { Thread.sleep(ms); } catch (InterruptedException e) { throw new RuntimeException(e); }
    }

    static void later(int ms, Runnable does) {
        Timer timer = new Timer(ms, e -> does.run());
        timer.setRepeats(false);
        timer.start();
    }

    static void key(JFrame frame, int code, Runnable does) {
        frame.getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(code, 0), code);
        frame.getRootPane().getActionMap().put(code, new AbstractAction() {
            public void actionPerformed(ActionEvent e) { does.run(); }
        });
    }
}
