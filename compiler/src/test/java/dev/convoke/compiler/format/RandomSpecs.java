package dev.convoke.compiler.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random specs that are well formed, with line breaks, blanks and comments in all places where there may be some. */
final class RandomSpecs {
    private static final String[] COMMENTS = {
        "// a comment\n",
        "//\n",
        "/* short */",
        "/* of\n     two lines */",
        "/* a /* nested */ one */",
        "/// documentation\n",
        "\n/// more\n/// of it\n",
        "// lint:allow(W301) a reason\n",
        "\n\n   // after an empty line\n\n",
    };

    private final Random random;
    private final int comments;
    private final List<String> tokens = new ArrayList<>();

    private RandomSpecs(Random random, int comments) {
        this.random = random;
        this.comments = comments;
    }

    /** A spec in which one of so many places has a comment. */
    static String next(Random random, int comments) {
        var spec = new RandomSpecs(random, comments);
        for (int i = spec.upTo(2); i > 0; i--) {
            spec.put("import", "\"blocks.cnn\"");
        }
        for (int i = 1 + spec.upTo(4); i > 0; i--) {
            spec.declaration();
        }
        return spec.text();
    }

    /** The words of a spec with other blanks, line breaks and comments between them. */
    static String scattered(List<String> words, Random random, int comments) {
        var spec = new RandomSpecs(random, comments);
        spec.tokens.addAll(words);
        return spec.text();
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean touches = token.startsWith("\0");
            if (!touches) {
                text.append(blanks(i > 0 && isWord(tokens.get(i - 1)) && isWord(token)));
            } else if (token.equals("\0(") && random.nextInt(4 * comments) == 0) {
                text.append(" /* near */ ");
            }
            text.append(touches ? token.substring(1) : token);
        }
        return text.append(random.nextBoolean() ? "\n" : "").toString();
    }

    private static boolean isWord(String token) {
        return token.matches("\\w+");
    }

    private String blanks(boolean needed) {
        var blanks = new StringBuilder(needed ? " " : "");
        blanks.append(" ".repeat(random.nextInt(3)));
        if (random.nextInt(3) == 0) {
            blanks.append("\n".repeat(1 + random.nextInt(2))).append(" ".repeat(random.nextInt(9)));
        }
        while (random.nextInt(comments) == 0) {
            blanks.append(random.nextInt(3) == 0 ? "" : " ")
                    .append(COMMENTS[random.nextInt(COMMENTS.length)])
                    .append(random.nextBoolean() ? " " : "\n");
        }
        // A division sign must not make a comment of a comment, nor a blank be missing before one.
        return blanks.isEmpty() ? random.nextInt(5) == 0 ? "" : " " : " " + blanks;
    }

    private int upTo(int bound) {
        return random.nextInt(bound);
    }

    private void put(String... words) {
        tokens.addAll(List.of(words));
    }

    private String name() {
        String[] names = {"x", "skip", "y", "width", "a_rather_long_name", "planes", "n"};
        return names[upTo(names.length)];
    }

    private String layer() {
        String[] names = {"Conv", "Relu", "BatchNorm", "MaxPool", "InvertedResidual", "GlobalAvgPool", "Flatten"};
        return names[upTo(names.length)];
    }

    private void declaration() {
        switch (upTo(6)) {
            case 0 -> module("net");
            case 5 -> {
                put("net", "Variant", "=", "Name");
                arguments(2);
            }
            case 1 -> module("block");
            case 2 -> {
                put("seq", "Stage");
                parameters();
                sequence(3);
            }
            case 3 -> {
                put("fn", "f", "\0(", "v", ")", "=");
                expression(3);
            }
            default -> {
                put("const", "C", "=");
                expression(4);
            }
        }
    }

    private void module(String kind) {
        put(kind, "Name");
        parameters();
        put("{");
        for (int i = upTo(5); i > 0; i--) {
            statement();
        }
        put("}");
    }

    private void parameters() {
        if (upTo(3) == 0) {
            return;
        }
        put("\0(");
        int count = upTo(4);
        for (int i = 0; i < count; i++) {
            if (upTo(4) == 0) {
                put("skip:", "stream");
            } else {
                put(name());
                if (upTo(2) == 0) {
                    put("=");
                    operand(1);
                }
            }
            if (i + 1 < count || upTo(6) == 0) {
                put(",");
            }
        }
        put(")");
    }

    private void statement() {
        switch (upTo(5)) {
            case 0 -> {
                put("input", "image:");
                if (upTo(2) == 0) {
                    put("u8");
                }
                put("[", "3", ",", "224", ",", "224", "]");
            }
            case 1 -> {
                put(name(), "=");
                expression(3);
            }
            case 2 -> {
                put("require");
                operand(2);
                put("<", "3");
                if (upTo(2) == 0) {
                    put(",", "\"too {x.c} many\"");
                }
            }
            case 3 -> {
                put("return");
                expression(3);
            }
            default -> {
                put(name());
                stages(1 + upTo(6), 3, true);
            }
        }
    }

    private void stages(int count, int depth, boolean arrowFirst) {
        for (int i = 0; i < count; i++) {
            if (i > 0 || arrowFirst) {
                put("->");
            }
            stage(depth);
            if (upTo(4) == 0) {
                put("is", "[", "64", ",", "_", "]");
            }
        }
    }

    private void stage(int depth) {
        int kind = depth == 0 ? upTo(5) : upTo(9);
        if (kind < 6 && upTo(3) == 0) {
            put(List.of("conv1:", "\"0\":", "denselayer{i}:").get(upTo(3)));
        }
        switch (kind) {
            case 0, 1 -> put(layer());
            case 2, 3, 4 -> {
                put(layer());
                arguments(depth);
            }
            case 5 -> {
                put("seq");
                sequence(depth - 1);
            }
            case 6 -> {
                put("if");
                operand(2);
                sequence(depth - 1);
                if (upTo(3) == 0) {
                    put("else", "if", "y", "==", "2");
                    sequence(depth - 1);
                }
                if (upTo(2) == 0) {
                    put("else");
                    sequence(depth - 1);
                }
            }
            case 7 -> {
                put("for");
                if (upTo(2) == 0) {
                    put("i", "in", "0", "..", name());
                } else {
                    put("(", "c", ",", "_", ")", "in");
                    table();
                }
                sequence(depth - 1);
            }
            default -> put(List.of("output", "use").get(upTo(2)), "logits");
        }
    }

    private void table() {
        put("[");
        int rows = 1 + upTo(6);
        for (int i = 0; i < rows; i++) {
            put(
                    "(",
                    String.valueOf(upTo(2000)),
                    ",",
                    List.of("true", "\"relu\"", "12").get(upTo(3)),
                    ")");
            if (i + 1 < rows || upTo(6) == 0) {
                put(",");
            }
        }
        put("]");
    }

    private void sequence(int depth) {
        put("{");
        if (upTo(5) == 0) {
            put("h", "=");
            operand(1);
        }
        stages(upTo(4), Math.max(0, depth), false);
        put("}");
    }

    private void arguments(int depth) {
        put("\0(");
        int count = upTo(6);
        for (int i = 0; i < count; i++) {
            if (upTo(2) == 0) {
                put(List.of("stride", "padding", "groups").get(upTo(3)), "=");
            }
            operand(Math.min(depth, 2));
            if (i + 1 < count || upTo(8) == 0) {
                put(",");
            }
        }
        put(")");
    }

    private void expression(int depth) {
        if (depth > 0 && upTo(4) == 0) {
            put("if");
            operand(2);
            put("==", "1", "then");
            expression(depth - 1);
            if (upTo(3) == 0) {
                put("else", "if", "true", "then");
                expression(depth - 1);
            }
            put("else");
            operand(depth - 1);
        } else {
            operand(depth);
            if (upTo(2) == 0) {
                stages(1 + upTo(4), depth, true);
            }
        }
    }

    private void operand(int depth) {
        switch (depth <= 0 ? upTo(4) : upTo(13)) {
            case 0 -> put(String.valueOf(upTo(3000)));
            case 1 -> put("2.5");
            case 2 -> put(name());
            case 3 -> put(name(), ".", "c");
            case 4 -> {
                put("(");
                expression(depth - 1);
                put(")");
            }
            case 5 -> {
                put("concat");
                arguments(depth - 1);
            }
            case 11 -> {
                put(name(), "\0[");
                operand(depth - 1);
                put("..", "3", "]");
            }
            case 12 -> {
                put("[");
                operand(depth - 1);
                put("for", "v", "in", "0", "..", "9", "if", "v", ">", "3", "]");
            }
            case 6 -> {
                put("-");
                operand(0);
            }
            case 7 -> table();
            case 8 -> {
                put("(", "3", ",");
                operand(depth - 1);
                put(")");
            }
            default -> {
                operand(depth - 1);
                for (int i = 1 + upTo(3); i > 0; i--) {
                    put(List.of("+", "-", "*", "/").get(upTo(4)));
                    operand(depth - 1);
                }
            }
        }
    }
}
