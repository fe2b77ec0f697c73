package dev.convoke.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes specs of others by edits that know words and brackets: words and whole pairs of brackets are removed, repeated, exchanged and taken from
 * elsewhere, and numbers become awkward ones. The edits are a program of bytes, so that a fuzzer that watches coverage can learn them.
 */
final class Mutator {
    private static final Pattern WORDS = Pattern.compile(
            "\"[^\"\\n]*\"|//[^\\n]*|[A-Za-z_]\\w*|\\d+(\\.\\d+)?|->|\\.\\.|[=!<>]=|[-+*/(){}\\[\\],:.=<>#;']");

    private static final List<String> AWKWARD = List.of(
            "0",
            "1",
            "2",
            "-1",
            "7 / 2",
            "0.5",
            "1e-18",
            "1e17",
            "64",
            "65",
            "255",
            "10000",
            "65536",
            "46341",
            "1000000000",
            "2147483646",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "(1, 2)",
            "(3, 3, 3)",
            "[]",
            "[1, 2]",
            "true",
            "\"same\"",
            "x",
            "x.c",
            "x.shape");

    private static final List<String> PIECES = List.of(
            "net",
            "block",
            "seq",
            "fn",
            "const",
            "import",
            "require",
            "return",
            "if",
            "then",
            "else",
            "for",
            "in",
            "is",
            "and",
            "or",
            "not",
            "input",
            "output",
            "use",
            "u8",
            "stream",
            "->",
            "=",
            "==",
            "<",
            "+",
            "-",
            "*",
            "/",
            ",",
            ":",
            "..",
            ".",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "_",
            "\"{x}\"",
            "\"{\"",
            "\"a",
            "l{i}:",
            "/*",
            "*/",
            "///d",
            "// lint:allow(W301) why",
            ";",
            "#c",
            "nn.Conv2d",
            "0x1",
            "1.",
            "%",
            "\u2192",
            "\u202E",
            "\uD83D\uDE00",
            "\uD800",
            "\u0007",
            "\u001B[31m",
            "\u2028",
            "\t",
            "\r",
            "\n",
            "\r\n",
            "Conv",
            "Linear(1)",
            "BatchNorm",
            "Flatten",
            "concat(",
            "zip(",
            "[i for i in 0..3]",
            "[0]",
            "[1..2]",
            "Upsample(2)",
            "Permute(",
            "Reshape(",
            "GlobalAvgPool",
            "Pad(1)",
            "ConvTranspose(2, 2, stride=2)",
            "pow(2, 3)",
            "max()",
            "sum([])");

    /** More leave nothing whole. */
    private static final int MOST_EDITS = 5;

    private final List<List<String>> words;

    Mutator(Corpus corpus) {
        this.words = corpus.texts().stream().map(Mutator::split).toList();
    }

    /** Words and, between them, blanks. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int done = 0;
        for (MatchResult word : WORDS.matcher(text).results().toList()) {
            parts.add(text.substring(done, word.start()));
            parts.add(word.group());
            done = word.end();
        }
        parts.add(text.substring(done));
        return parts;
    }

    /** The spec that a program makes. */
    String run(byte[] program) {
        Program bytes = new Program(program);
        List<String> parts = new ArrayList<>(words.get(bytes.below(words.size())));
        int edits = 1 + bytes.below(MOST_EDITS);
        for (int i = 0; i < edits && bytes.hasMore() && parts.size() > 2; i++) {
            edit(parts, bytes);
        }
        return String.join("", parts);
    }

    private void edit(List<String> parts, Program bytes) {
        int kind = bytes.below(12);
        int at = 2 * bytes.below(parts.size() / 2) + 1;
        switch (kind) {
            case 0 ->
                parts.subList(at, Math.min(parts.size(), at + 1 + bytes.below(6)))
                        .clear();
            case 1 -> parts.add(at, parts.get(at) + " ");
            case 2, 3 -> parts.set(at, foreign(bytes));
            case 4, 5 -> parts.set(number(parts, at), AWKWARD.get(bytes.below(AWKWARD.size())));
            case 6 -> parts.add(at, " " + PIECES.get(bytes.below(PIECES.size())) + " ");
            case 7 -> parts.set(at, PIECES.get(bytes.below(PIECES.size())));
            case 8 -> {
                int other = 2 * bytes.below(parts.size() / 2) + 1;
                String word = parts.get(at);
                parts.set(at, parts.get(other));
                parts.set(other, word);
            }
            case 9 -> subtree(parts, at).clear();
            case 10 -> {
                List<String> subtree = List.copyOf(subtree(parts, at));
                if (parts.size() + subtree.size() < 20_000) {
                    parts.addAll(at, subtree);
                }
            }
            default -> {
                List<String> donor = words.get(bytes.below(words.size()));
                List<String> graft = donor.size() < 2
                        ? List.of()
                        : List.copyOf(subtree(new ArrayList<>(donor), 2 * bytes.below(donor.size() / 2) + 1));
                List<String> here = subtree(parts, at);
                here.clear();
                parts.addAll(Math.min(at, parts.size()), graft);
            }
        }
    }

    private String foreign(Program bytes) {
        List<String> donor = words.get(bytes.below(words.size()));
        return donor.size() < 2 ? "" : donor.get(2 * bytes.below(donor.size() / 2) + 1);
    }

    /** The next number from a place on. */
    private static int number(List<String> parts, int from) {
        for (int i = from; i < parts.size(); i++) {
            if (!parts.get(i).isEmpty() && Character.isDigit(parts.get(i).charAt(0))) {
                return i;
            }
        }
        return from;
    }

    /** From the next opening bracket to where it is closed. */
    private static List<String> subtree(List<String> parts, int from) {
        int start = from;
        while (start < parts.size() && !isOpening(parts.get(start))) {
            start++;
        }
        int depth = 0;
        for (int i = start; i < parts.size(); i++) {
            String part = parts.get(i);
            depth += isOpening(part) ? 1 : ")]}".contains(part) && part.length() == 1 ? -1 : 0;
            if (depth == 0) {
                return parts.subList(start, i + 1);
            }
        }
        return parts.subList(Math.min(from, parts.size()), Math.min(from + 1, parts.size()));
    }

    private static boolean isOpening(String part) {
        return part.length() == 1 && "([{".contains(part);
    }

    /** Reads numbers from bytes; behind their end all are 0. */
    static final class Program {
        private final byte[] bytes;
        private int at;

        Program(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        int below(int bound) {
            int value = bound > 256 ? next() << 8 | next() : next();
            return value % bound;
        }

        private int next() {
            return at < bytes.length ? bytes[at++] & 0xFF : 0;
        }
    }
}
