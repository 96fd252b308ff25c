// A Swing dialog: `swing_window.java LABEL TEXT`; it says “effect LABEL” when it has acted.
import javax.swing.*;

class swing_window {
    public static void main(String[] words) {
        String[] answers = {words[0], "Back"};
        int chosen = JOptionPane.showOptionDialog(null, words[1], "Question", JOptionPane.DEFAULT_OPTION,
            JOptionPane.WARNING_MESSAGE, null, answers, answers[1]);
        if (chosen == 0) System.out.println("effect " + words[0]);
        System.exit(0);
    }
}
