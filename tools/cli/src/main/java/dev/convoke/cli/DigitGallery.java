package dev.convoke.cli;

import dev.convoke.runtime.Model;
import dev.convoke.runtime.data.Dataset;
import java.util.ArrayList;
import java.util.List;

/** Small pictures in half-block characters, two rows of pixels in each line, with what a net says they are. */
record DigitGallery(Style style) {
    private static final int SHOWN = 8;
    private static final int WRONG = 3;
    private static final int DARKEST = 232;
    private static final int GREYS = 23;
    private static final String GAP = "   ";

    /** A picture and the net's word on it. */
    private record Exhibit(float[] pixels, int label, int said) {}

    String text(Model model, Dataset data) {
        List<Exhibit> exhibits = choose(model, data);
        int height = data.shape().get(1);
        int width = data.shape().get(2);
        var text = new StringBuilder();
        for (int row = 0; row < height; row += 2) {
            for (Exhibit each : exhibits) {
                text.append(GAP);
                for (int x = 0; x < width; x++) {
                    float lower = row + 1 < height ? each.pixels()[(row + 1) * width + x] : 0;
                    text.append(block(each.pixels()[row * width + x], lower));
                }
                text.append(style.on() ? "\u001b[0m" : "");
            }
            text.append('\n');
        }
        for (Exhibit each : exhibits) {
            String word = each.label() == each.said() ? "is " + each.said() : each.said() + ", was " + each.label();
            String padded = ("%-" + width + "s").formatted(word);
            text.append(GAP).append(each.label() == each.said() ? style.green(padded) : style.red(padded));
        }
        return text.append('\n').toString();
    }

    /** Some that the net gets wrong, then some that it gets right. */
    private static List<Exhibit> choose(Model model, Dataset data) {
        List<Exhibit> wrong = new ArrayList<>();
        List<Exhibit> right = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            float[] pixels = new float[data.elements()];
            data.copySample(i, pixels, 0);
            var exhibit = new Exhibit(pixels, data.label(i), model.classify(pixels));
            (exhibit.label() == exhibit.said() ? right : wrong).add(exhibit);
        }
        List<Exhibit> chosen = new ArrayList<>(wrong.subList(0, Math.min(WRONG, wrong.size())));
        right.stream().limit(SHOWN - chosen.size()).forEach(chosen::add);
        return chosen;
    }

    private String block(float upper, float lower) {
        if (style.on()) {
            return "\u001b[38;5;%dm\u001b[48;5;%dm\u2580".formatted(grey(upper), grey(lower));
        }
        if (upper >= 0.5f) {
            return lower >= 0.5f ? "\u2588" : "\u2580";
        }
        return lower >= 0.5f ? "\u2584" : " ";
    }

    private static int grey(float value) {
        return DARKEST + Math.round(Math.max(0, Math.min(1, value)) * GREYS);
    }
}
