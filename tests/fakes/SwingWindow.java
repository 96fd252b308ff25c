// A Swing window: a field, an area that notes the pointer, a slider, a list, a pane; orders as in told_window.py.

import java.awt.*;
import java.awt.datatransfer.*;
import java.awt.event.*;
import java.awt.geom.Rectangle2D;
import java.io.*;
import java.util.*;
import java.util.List;
import javax.swing.*;

public class SwingWindow {
  static final List<String> seen = new ArrayList<>();
  static JFrame frame;
  static JTextArea field;
  static JPanel area;
  static JSlider slider;
  static DefaultListModel<String> rows = new DefaultListModel<>();
  static JList<String> list;
  static JScrollPane pane;

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < 32 || c == '"' || c == '\\' || c > 126) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }

  static String held(InputEvent event) {
    List<String> names = new ArrayList<>();
    if (event.isShiftDown()) names.add("\"shift\"");
    if (event.isControlDown()) names.add("\"ctrl\"");
    if (event.isAltDown()) names.add("\"alt\"");
    return "[" + String.join(",", names) + "]";
  }

  static void note(String kind, MouseEvent event) {
    seen.add(String.format("{\"kind\":\"%s\",\"x\":%d,\"y\":%d,\"button\":%d,\"count\":%d,\"held\":%s}", kind,
        event.getX(), event.getY(), event.getButton(), event.getClickCount(), held(event)));
  }

  static String lines() {
    StringBuilder text = new StringBuilder();
    for (int n = 1; n < 7; n++) text.append(n > 1 ? "\n" : "").append(n).append(" the quick brown fox");
    return text.toString();
  }

  static void reset() {
    field.setText(lines());
    slider.setValue(20);
    rows.clear();
    for (int n = 0; n < 4; n++) rows.addElement("row" + n);
    list.setSelectedIndex(0);  // only what is selected can be dragged
    pane.getHorizontalScrollBar().setValue(300);
    pane.getVerticalScrollBar().setValue(300);
  }

  static String box(Component part, double x, double y, double width, double height) {
    Point at = SwingUtilities.convertPoint(part, (int) x, (int) y, frame.getRootPane());
    return String.format("[%d,%d,%d,%d]", at.x, at.y, (int) Math.max(3, width), (int) height);
  }

  static String whole(Component part) {
    return box(part, 0, 0, part.getWidth(), part.getHeight());
  }

  static String places() throws Exception {
    List<String> found = new ArrayList<>();
    found.add("\"field\":" + whole(field));
    found.add("\"area\":" + whole(area));
    found.add("\"slider\":" + whole(slider));
    found.add("\"pane\":" + whole(pane));
    for (int n = 0; n < rows.size(); n++) {
      Rectangle cell = list.getCellBounds(n, n);
      found.add("\"" + rows.get(n) + "\":" + box(list, cell.x, cell.y, cell.width, cell.height));
    }
    // The knob of the Metal look is 15 pixels wide; its middle runs between both ends of the track.
    int first = slider.getInsets().left + 8, track = slider.getWidth() - 2 * first;
    for (Object[] one : new Object[][] {{"knob", slider.getValue()}, {"goal", 70}})
      found.add("\"" + one[0] + "\":" + box(slider, first + track * ((Integer) one[1]) / 100.0 - 4,
          slider.getHeight() / 2.0 - 4, 8, 8));
    for (Object[] one : new Object[][] {{"from", 1}, {"to", 3}}) {
      if (field.getLineCount() <= (Integer) one[1]) continue;
      Rectangle2D at = field.modelToView2D(field.getLineStartOffset((Integer) one[1]));
      found.add("\"" + one[0] + "\":" + box(field, at.getX(), at.getY(), 3, at.getHeight()));
    }
    return "{\"clicks\":3,\"places\":{" + String.join(",", found) + "}}";
  }

  static String state() {
    List<String> order = new ArrayList<>();
    for (int n = 0; n < rows.size(); n++) order.add(quoted(rows.get(n)));
    String marked = field.getSelectedText();
    return String.format("{\"slider\":%d,\"order\":[%s],\"selection\":%s,\"scroll\":[%d,%d]}", slider.getValue(),
        String.join(",", order), quoted(marked == null ? "" : marked), pane.getHorizontalScrollBar().getValue(),
        pane.getVerticalScrollBar().getValue());
  }

  static String obey(String order) throws Exception {
    if (order.contains("\"empty\"")) field.setText("");
    else if (order.contains("\"forget\"")) seen.clear();
    else if (order.contains("\"reset\"")) reset();
    else if (order.contains("\"seen\"")) return "{\"seen\":[" + String.join(",", seen) + "]}";
    else if (order.contains("\"places\"")) return places();
    else if (order.contains("\"state\"")) return state();
    return "{\"text\":" + quoted(field.getText()) + ",\"focus\":" + field.isFocusOwner() + "}";
  }

  static class Moving extends TransferHandler {
    @Override public int getSourceActions(JComponent part) { return MOVE; }
    @Override protected Transferable createTransferable(JComponent part) {
      return new StringSelection(list.getSelectedValue());
    }
    @Override public boolean canImport(TransferSupport support) { return support.isDrop(); }
    @Override public boolean importData(TransferSupport support) {
      try {
        String name = (String) support.getTransferable().getTransferData(DataFlavor.stringFlavor);
        int at = ((JList.DropLocation) support.getDropLocation()).getIndex(), before = rows.indexOf(name);
        rows.remove(before);
        rows.add(before < at ? at - 1 : at, name);
        return true;
      } catch (Exception error) {
        return false;
      }
    }
  }

  static void show() {
    frame = new JFrame("Swing fields");
    field = new JTextArea();
    area = new JPanel();
    area.setBackground(new Color(0xeeeeff));
    MouseAdapter notes = new MouseAdapter() {
      @Override public void mousePressed(MouseEvent event) { note("press", event); }
      @Override public void mouseReleased(MouseEvent event) { note("release", event); }
      @Override public void mouseMoved(MouseEvent event) { note("motion", event); }
      @Override public void mouseDragged(MouseEvent event) { note("motion", event); }
      @Override public void mouseWheelMoved(MouseWheelEvent event) {
        seen.add(String.format(Locale.ROOT, "{\"kind\":\"wheel\",\"dx\":0,\"dy\":%f,\"held\":%s}",
            event.getPreciseWheelRotation(), held(event)));
      }
    };
    area.addMouseListener(notes);
    area.addMouseMotionListener(notes);
    area.addMouseWheelListener(notes);
    slider = new JSlider(0, 100, 20);
    list = new JList<>(rows);
    list.setFixedCellHeight(30);
    list.setDragEnabled(true);
    list.setDropMode(DropMode.INSERT);
    list.setTransferHandler(new Moving());
    JPanel inner = new JPanel() {
      @Override protected void paintComponent(Graphics paint) {
        super.paintComponent(paint);
        for (int line = 0; line < 150; line++)
          for (int word = 0; word < 40; word++) paint.drawString(line + "." + word + " words", 90 * word, 20 * line + 16);
      }
    };
    inner.setPreferredSize(new Dimension(3000, 3000));
    pane = new JScrollPane(inner);
    pane.getVerticalScrollBar().setUnitIncrement(20);
    pane.getHorizontalScrollBar().setUnitIncrement(20);
    JPanel grid = new JPanel(new GridLayout(3, 2));
    for (Component part : new Component[] {new JScrollPane(field), slider, area, list, new JPanel(), pane})
      grid.add(part);
    frame.setContentPane(grid);
    frame.setSize(900, 620);
    frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
    reset();
    frame.setVisible(true);
    field.requestFocusInWindow();
  }

  public static void main(String[] arguments) throws Exception {
    SwingUtilities.invokeAndWait(SwingWindow::show);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = orders.readLine()) != null; ) {
      String order = line, answer[] = new String[1];
      SwingUtilities.invokeAndWait(() -> {
        try {
          answer[0] = obey(order);
        } catch (Exception error) {
          answer[0] = "{\"error\":" + quoted(String.valueOf(error)) + "}";
        }
      });
      System.out.println(answer[0]);
      System.out.flush();
    }
    System.exit(0);
  }
}
